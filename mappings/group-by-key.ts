/** Members by key, each group in the order its members came; those whose key is null are in none. */
export function groupByKey<Member>(
  members: Iterable<Member>,
  keyOf: (member: Member) => string | null,
): Map<string, Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return groups;
}
