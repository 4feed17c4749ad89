import { timingSafeEqual } from 'node:crypto';

/** Whether an Authorization header is `Bearer <token>`, in a time that tells nothing about the token's characters. */
export function createBearerCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = Buffer.from(`Bearer ${token}`);
  return (authorization) => {
    const given = Buffer.from(authorization ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}
