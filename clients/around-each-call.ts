/** A client each of whose calls goes through `around`, which decides whether and when it is made. */
export function aroundEachCall<Port extends object>(
  port: Port,
  around: <T>(call: () => Promise<T>) => Promise<T>,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...parameters: unknown[]) => around(async () => Reflect.apply(member, target, parameters));
    },
  });
}
