/** What a count of prefixes means to a limit. The peer's owner decides what follows from it. */
export type LimitLevel = 'below' | 'warning' | 'exceeded'

/**
 * RFC 4271 §6.7: exactly the maximum is still allowed. The warning comes when the count passes its share of it.
 * Throws a `RangeError` for what is no number or is negative.
 */
export function limitLevel(count: number, maximum: number, warningPercent: number): LimitLevel {
  if (!(count >= 0 && maximum >= 0 && warningPercent >= 0)) {
    throw new RangeError(`no limit: ${count} of ${maximum}, with a warning at ${warningPercent} %`)
  }
  if (count > maximum) return 'exceeded'
  return count * 100 > maximum * warningPercent ? 'warning' : 'below'
}
