/** What a count of prefixes means to a limit. The peer's owner decides what follows from it. */
export type LimitLevel = 'below' | 'warning' | 'exceeded'

/** RFC 4271 §6.7: exactly the maximum is still allowed. The warning comes when the count passes its share of it. */
export function limitLevel(count: number, maximum: number, warningPercent: number): LimitLevel {
  if (count > maximum) return 'exceeded'
  return count * 100 > maximum * warningPercent ? 'warning' : 'below'
}
