import test from 'ava'
import { parseScenario } from '../../../src/scenario/parse.ts'
import { BgpAvailabilityLog } from '../../../src/scenario/result/bgp-availability.ts'
import { runScenario } from '../../../src/scenario/run-scenario.ts'
import { buildTopology } from '../../../src/scenario/topology.ts'
import { scenario } from '../../support/scenario-text.ts'

test('a link that is down for a quarter of the time is there for three, and the circuit all the time', (t) => {
  const { bgpAvailability } = runScenario(
    scenario(`timeline:
  - { at: 300s, cut: er.primary, for: 100s, label: cut }
until: 400s
`),
  )
  const [one, ...others] = bgpAvailability
  t.deepEqual(others, [])
  t.like(one, { circuit: 'er', peering: 'private', withoutSession: [] })
  // From a few milliseconds on, when the sessions stand, to the end.
  t.is(Math.round((one?.links.primary ?? 0) * 1000), 750)
  t.is(one?.links.secondary, 1)
  t.is(one?.either, 1)
})

test('a link without a session has no availability, and takes the SLA from the circuit', (t) => {
  const { source } = scenario('')
  const alone = parseScenario(
    source.replace(/ {2}ce2: .*\n/, '').replace('behind: [ce1, ce2]', 'behind: [ce1]'),
  )
  const { bgpAvailability } = runScenario({ ...alone, until: 60_000_000 })
  t.like(bgpAvailability[0], { links: { secondary: undefined }, withoutSession: ['secondary'] })
})

test('where no session ever stood nothing was available', (t) => {
  const { expansion } = buildTopology(scenario(''))
  const [none] = new BgpAvailabilityLog(expansion.sessions).until(1_000_000)
  t.deepEqual(none?.links, { primary: 0, secondary: 0 })
  t.is(none?.either, 0)
})
