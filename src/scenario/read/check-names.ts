import type { Policy } from '../../bgp/policy.ts'
import type { FilePath } from '../place.ts'
import { type Problem, problem } from '../problem.ts'
import { didYouMeanOrList } from '../suggestion.ts'

/** An unknown name is an error at the place where it stands. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  path: FilePath,
): readonly Problem[] {
  if (known.includes(name)) return []
  return [problem('unknown-name', path, `there is no ${what} "${name}"`, didYouMeanOrList(name, known))]
}

/** The peers that a policy speaks of. */
export function unknownPeers(policy: Policy, nodes: readonly string[], path: FilePath): readonly Problem[] {
  return policy.flatMap(({ match: { from } }, index) => {
    if (from === undefined) return []
    return unknownName('peer', from, ['local', ...nodes], [...path, index, 'match', 'from'])
  })
}
