import test from 'ava'
import type { Difference, Side } from '../../src/live/daemons/compare.ts'
import { untilAtRest } from '../../src/live/daemons/rest.ts'
import { pathSnapshot } from '../../src/live/daemons/snapshot.ts'

const limit = { router: 'r', session: 's', code: 6, subcode: 1 }
const path = pathSnapshot('10.1.0.0/16', 'local', {
  best: true,
  nextHop: '',
  asPath: '',
  origin: 'IGP',
  localPref: undefined,
  med: undefined,
  communities: [],
})

interface Looks {
  readonly stands?: boolean
  readonly stale?: boolean
  readonly said?: Side['notifications']
  readonly paths?: readonly (typeof path)[]
}

function side({ stands = false, stale = false, said = [], paths = [path] }: Looks): Side {
  const session = { established: stands, holdTimeSeconds: stands ? 6 : undefined, stale }
  const router = { sessions: new Map([['s', session]]), paths, received: new Map(), told: new Map() }
  return { snapshot: new Map([['r', router]]), notifications: said }
}

const quietMilliseconds = 100
const waiting = {
  quietMilliseconds,
  pollMilliseconds: 40,
  patienceMilliseconds: 25_000,
  hurry: async () => undefined,
}

/** What is seen of a network that is `before` for longer than the silence that is asked for, and `after` from then on. */
async function restOf(expected: Side, before: Side, after: Side): Promise<Side> {
  const started = performance.now()
  return await untilAtRest({
    look: async () => (performance.now() - started < 2 * quietMilliseconds ? before : after),
    expected,
    ...waiting,
    signal: new AbortController().signal,
  })
}

const cases: readonly {
  readonly what: string
  readonly expected: Side
  readonly before: Side
}[] = [
  {
    what: 'a session that never came up has not fallen by its limit yet',
    expected: side({ said: [limit] }),
    before: side({}),
  },
  {
    what: 'a session that is to stand is waited for',
    expected: side({ stands: true }),
    before: side({}),
  },
  {
    what: 'stale paths that are to go are waited for',
    expected: side({}),
    before: side({ stale: true }),
  },
  {
    what: 'a session that is to fall is waited for',
    expected: side({}),
    before: side({ stands: true }),
  },
  {
    what: 'a path that is missing may yet come',
    expected: side({ stands: true }),
    before: side({ stands: true, paths: [] }),
  },
]

for (const { what, expected, before } of cases) {
  test(`a network is not at rest too early: ${what}`, async (t) => {
    t.is(await restOf(expected, before, expected), expected)
  })
}

test('what stays otherwise is read as it stands, and sooner than patience ends', async (t) => {
  const other = side({ stands: true, paths: [] })
  const started = performance.now()
  t.is(await restOf(side({ stands: true }), other, other), other)
  t.true(performance.now() - started < 20 * quietMilliseconds)
})

test('what is still to happen is told, and can be hurried; patience ends', async (t) => {
  const [expected, before] = [side({ stands: true, said: [limit] }), side({})]
  let present = before
  const told: string[][] = []
  const hurry = async (outstanding: readonly Difference[]): Promise<void> => {
    told.push(outstanding.map(({ item, attribute }) => `${item} ${attribute}`))
    present = expected
  }
  const request = { look: async () => present, expected, signal: new AbortController().signal }
  t.is(await untilAtRest({ ...request, ...waiting, hurry }), expected)
  t.deepEqual(told, [['s established', 's 6/1 there']])
  present = before
  t.is(await untilAtRest({ ...request, ...waiting, patienceMilliseconds: 300 }), before)
})

test('its signal ends it', async (t) => {
  const abort = new AbortController()
  abort.abort(new Error('enough'))
  const expected = side({})
  const rest = untilAtRest({ look: async () => expected, expected, ...waiting, signal: abort.signal })
  await t.throwsAsync(rest, { message: 'enough' })
})
