import type { JSX } from 'preact'
import { formatCount } from '../../../report/quantity.ts'
import type { Inspection } from '../../view/inspect.ts'
import type { MorePrefixes } from '../../view/more-prefixes.ts'
import type { DialNow, PolicyNow } from '../../view/policy-now.ts'
import { spare } from '../../view/spare-prefixes.ts'
import type { Store } from '../store.ts'
import { Dial } from './dial.tsx'

/** What is set by dragging: of a session what its ends prefer, of a site or a router how much it announces. */
export function Dials({
  store,
  seen,
}: {
  readonly store: Store
  readonly seen: Inspection
}): JSX.Element | undefined {
  if (seen.kind === 'session')
    return (
      <>
        {seen.policies.map((policy) => (
          <Preferences key={policy.node + seen.name} store={store} session={seen.name} policy={policy} />
        ))}
      </>
    )
  const more = seen.kind === 'router' || seen.kind === 'network' ? seen.more : undefined
  return more && <More key={more.at} store={store} more={more} />
}

const scales = {
  prepend: { reach: 10, most: 64, step: 1, resting: 0, asIs: '0' },
  med: { reach: 200, most: 4_294_967_295, step: 10, resting: 0, asIs: 'none' },
  localPref: { reach: 300, most: 4_294_967_295, step: 10, resting: 100, asIs: 'as heard' },
} as const

const dialWords: Readonly<Record<DialNow['key'], readonly [string, string]>> = {
  prepend: ['Prepends', 'Its routes are announced anew, with its AS so many times more.'],
  med: ['MED', 'Its routes are announced anew. The lower one wins, where the far end looks at it.'],
  localPref: ['LOCAL_PREF', 'What it hears is decided anew: the highest wins in its AS, before any AS path.'],
}

interface PreferencesProps {
  readonly store: Store
  readonly session: string
  readonly policy: PolicyNow
}

function Preferences({ store, session, policy }: PreferencesProps): JSX.Element {
  const { node, remote, isYours, dials, set } = policy
  const [first, ...others] = set
  if (!isYours) return <p class="aside">What {node} prefers is not yours to set.</p>
  return (
    <section>
      <h3>
        What {node} prefers <small>towards {remote}; no session falls by it</small>
      </h3>
      {dials.map(({ direction, key, values }) => {
        const [words, says] = dialWords[key]
        const { asIs, ...scale } = scales[key]
        const shown = values.map((value) => value ?? asIs).join(' or ')
        return (
          <Dial
            key={key}
            {...{ words, says, ...scale }}
            of={`of ${node} towards ${remote}`}
            value={values.length === 1 ? values[0] : undefined}
            resembles={values.length === 1 ? shown : `${shown}, by route`}
            set={(value) =>
              store.act({
                action: { policy: { session, router: node, [direction]: { [key]: value } } },
                label: 'policy',
              })
            }
          />
        )
      })}
      {first === undefined ? undefined : (
        <button
          type="button"
          onClick={() =>
            store.act({
              ...{ action: { restore: first }, label: 'back' },
              later: others.map((label) => ({ after: '0s', action: { restore: label } })),
            })
          }
        >
          Back to what the file has
        </button>
      )}
    </section>
  )
}

function More({ store, more }: { readonly store: Store; readonly more: MorePrefixes }): JSX.Element {
  const { at, announced, limit } = more
  const mark = limit && limit.limit - limit.others
  const set = (wanted: number): void => {
    const [skip, count] = wanted > announced ? [announced, wanted - announced] : [wanted, announced - wanted]
    const change = { at, prefixes: [{ generate: { ...spare, skip, count } }] }
    store.act({ action: wanted > announced ? { announce: change } : { withdraw: change }, label: 'more' })
  }
  return (
    <Dial
      words="Prefixes more"
      of={`at ${at}`}
      value={announced}
      resting={announced}
      resembles={formatCount(announced)}
      reach={mark === undefined ? 5000 : Math.ceil(1.1 * mark)}
      most={200_000}
      step={1}
      mark={mark}
      says={limit === undefined ? 'Nobody limits how many.' : ending(limit, mark ?? 0)}
      set={set}
    />
  )
}

function ending({ remote, restartSeconds }: NonNullable<MorePrefixes['limit']>, mark: number): string {
  const until =
    restartSeconds === undefined ? 'until it is cleared' : `and tries again after ${restartSeconds} s`
  return `At ${formatCount(mark)}, the mark, the limit of ${remote} is full. One more, and it sends Cease/1 at once, ${until}.`
}
