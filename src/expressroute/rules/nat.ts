import { covers } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { privatePrefixes } from '../content-rules.ts'
import type { Design } from '../design.ts'
import type { Breach } from './rule.ts'

/** Traffic between private addresses and public services, where nobody translates. */
export function untranslated({ publicTraffic, routers }: Design): readonly Breach[] {
  const translated = [...routers.values()].flatMap(({ translates }) => translates)
  return publicTraffic.flatMap(({ flow, customerPrefixes }) => {
    const bare = customerPrefixes.find(
      (prefix) =>
        privatePrefixes.some((outer) => covers(outer, prefix)) &&
        !translated.some((outer) => covers(outer, prefix)),
    )
    if (bare === undefined) return []
    return [
      {
        path: ['flows', flow],
        message: `${flow} has hosts of ${formatPrefix(bare)} at one end and a public service at the other: no router translates their addresses`,
        fix: 'give a router on the way nat: with a public pool',
      },
    ]
  })
}
