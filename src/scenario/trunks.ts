import type { Circuit, Design } from '../expressroute/design.ts'
import type { Expansion, PeeringLink } from '../expressroute/expansion.ts'
import { circuitCableName, paths } from '../expressroute/node-names.ts'
import { isMetered, linkCapacity, mseeMarking, qosClasses, usualQueueWeights } from '../expressroute/qos.ts'
import type { MarkingPlan } from '../sim/load/traffic-class.ts'
import type { SimulationPlan, TrunkPlan } from '../sim/plan.ts'

/** What was bought, and what becomes of the marks of packets: each link of a circuit carries all of its peerings together. */
export function loadPlan(design: Design, expansion: Expansion): Pick<SimulationPlan, 'trunks' | 'marking'> {
  return {
    trunks: [...design.circuits].flatMap(([name, circuit]) =>
      trunksOf(name, circuit, design.era, expansion.links.filter(isOfCircuit)),
    ),
    marking: markingPlan(design, expansion),
  }
}

function isOfCircuit(link: Expansion['links'][number]): link is PeeringLink {
  return link.kind === 'circuit'
}

/** A link that ends on no router carries nothing. */
function trunksOf(
  name: string,
  circuit: Circuit,
  era: Design['era'],
  links: readonly PeeringLink[],
): readonly TrunkPlan[] {
  return paths.flatMap((path) => {
    const own = links.filter((link) => link.circuit === name && link.path === path)
    if (own.length === 0) return []
    return [
      {
        name: circuitCableName(name, path),
        links: own.map((link) => link.name),
        capacity: linkCapacity(circuit),
        isMetered: isMetered(circuit),
        classes: qosClasses(circuit.queueWeights, era).map(({ name: title, weight }) => ({
          name: title,
          weight,
        })),
      },
    ]
  })
}

function markingPlan({ era }: Design, { msees }: Expansion): MarkingPlan {
  const classes = qosClasses(usualQueueWeights, era)
  return {
    classOf: new Map(classes.flatMap(({ marks }, traffic) => marks.map((mark) => [mark, traffic] as const))),
    nodes: new Map(
      msees.map(({ speaker, peering }) => {
        const { kept, isHeeded } = mseeMarking(peering, era)
        return [speaker.name, { kept: kept && new Set(kept), isHeeded }] as const
      }),
    ),
  }
}
