import test from 'ava'
import { buildTopology } from '../../src/scenario/topology.ts'
import { Simulation } from '../../src/sim/simulation.ts'
import { scenarioIn } from '../support/run-file.ts'
import { cut, packedByFamily, SimulationLab } from '../support/simulation-lab.ts'

/** Networks with everything that a simulation can have in it: flows, firewalls, NAT, BFD, graceful restart, octets. */
const files = [
  'failover/primary-silent-cut.yaml',
  'bfd/primary-silent-cut.yaml',
  'asymmetry/one-sided-preference.yaml',
  'internet/nat-pool-for-each-link.yaml',
  'graceful-restart/control-plane-restarts.yaml',
  'aggregation/what-an-aggregate-hides.yaml',
  'microsoft-peering/approved-by-hand.yaml',
  'ipv6/ipv6-beside-ipv4.yaml',
  'reflection/reflector-instead-of-a-mesh.yaml',
  'vpn/without-local-preference.yaml',
]

/** Two cables of the network are cut and come back, after the instant of the fork. */
function laidOut(file: string, wire: boolean): SimulationLab {
  const lab = new SimulationLab(new Simulation({ ...buildTopology(scenarioIn(file)).plan, wire }))
  const [first, second] = lab.simulation.plan.links
  if (first !== undefined) lab.fault(cut(first.name, 'first'), 61, 300)
  if (second !== undefined) {
    lab.fault({ kind: 'silence', id: 'second', link: second.name, from: undefined }, 100, 500)
  }
  return lab.start()
}

/** All that happened, and what every flow went through, as one text. */
function account({ simulation, records }: SimulationLab): string {
  const flows = simulation.plan.flows.flatMap(({ name }) =>
    (['forward', 'return'] as const).map((way) => simulation.traffic.record(name, way, simulation.now)),
  )
  return JSON.stringify({ records, flows })
}

for (const file of files) {
  for (const wire of [false, true]) {
    test(`${file}${wire ? ', as octets,' : ''} goes on from a fork as it goes on by itself`, (t) => {
      const whole = account(laidOut(file, wire).run(700))
      const trunk = laidOut(file, wire).run(60)
      const branch = trunk.fork()
      t.true(account(branch.run(700)) === whole)
      t.true(account(trunk.run(700)) === whole)
    })
  }
}

function plain(): SimulationLab {
  return new SimulationLab({
    routers: { a: { asn: 65001, announces: ['10.1.0.0/16'] }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'] }],
  }).start()
}

test('what is done to what a fork came from is unknown to the fork', (t) => {
  const trunk = plain().run(100)
  const fork = trunk.fork()
  trunk.fault(cut('a-b'), 110, 900).run(200)
  t.deepEqual([trunk.state('b', 'a-b'), trunk.forwarding('b')], ['Connect', []])
  t.deepEqual([fork.state('b', 'a-b'), fork.forwarding('b')], ['Established', ['10.1.0.0/16 via a']])
})

test('what is done to a fork is unknown to what it came from, and to another fork', (t) => {
  const trunk = plain().run(100)
  const [cutOff, withdrawn, untouched] = [trunk.fork(), trunk.fork(), trunk.fork()]
  cutOff.fault(cut('a-b'), 110, 900).run(200)
  for (const prefixes of packedByFamily(['10.1.0.0/16'])) {
    withdrawn.at(110, { kind: 'withdraw', at: 'a', prefixes })
  }
  withdrawn.run(200)
  t.deepEqual([cutOff.state('b', 'a-b'), cutOff.forwarding('b')], ['Connect', []])
  t.deepEqual([withdrawn.state('b', 'a-b'), withdrawn.forwarding('b')], ['Established', []])
  for (const lab of [trunk.run(200), untouched.run(200)]) {
    t.deepEqual([lab.state('b', 'a-b'), lab.forwarding('b')], ['Established', ['10.1.0.0/16 via a']])
    t.deepEqual(lab.records, plain().run(200).records)
  }
})

test('routers that somebody else plays cannot be copied', (t) => {
  const { plan } = buildTopology(scenarioIn('failover/primary-silent-cut.yaml'))
  const simulation = new Simulation(
    { ...plan, routers: plan.routers.filter(({ speaker }) => speaker.name !== 'ce1') },
    { outside: ['ce1'] },
  )
  t.throws(() => simulation.fork(), { message: /routers outside/ })
})
