import { boxOf } from '../../../expressroute/node-names.ts'
import { countOf } from '../../../report/quantity.ts'
import type { RouterInspection } from '../../view/inspect-router.ts'
import type { MomentView } from '../../view/moment.ts'
import type { PlanView } from '../../view/plan.ts'
import type { Deed } from './deed.ts'

/** What is done to a router is done to its box: no routing domain of an MSEE crashes by itself. */
export function routerDeeds(
  name: string,
  plan: PlanView,
  moment: MomentView,
  seen: RouterInspection | undefined,
): readonly Deed[] {
  const node = plan.nodes.find((one) => one.name === name)
  if (node?.asn === undefined) return []
  const box = boxOf(name)
  if (moment.nodes[name]?.state !== 'up') {
    return [
      {
        words: 'Restart',
        key: 'b',
        does: () => ({ action: { restart: box } }),
        says: 'It boots with its configuration. Sessions come back when an end calls.',
      },
    ]
  }
  const isDrained = seen?.isDrained === true
  return [
    {
      words: 'Crash',
      key: 'c',
      does: () => ({ action: { crash: box }, label: 'crash' }),
      says: `Gone without a word. ${noticed(seen)}`,
    },
    {
      words: 'Crash its control plane',
      says: 'BGP is gone, and packets go on. Its system closes the connections: the peers know at once.',
      does: () => ({ action: { crash: box, forwarding: 'kept' }, label: 'crash' }),
    },
    {
      words: isDrained ? 'End of maintenance' : 'Drain',
      says: isDrained
        ? 'Its routes are announced as before.'
        : `${drain(node.role)} No session falls: BGP tells.`,
      does: () => (isDrained ? { action: { undrain: box } } : { action: { drain: box }, label: 'drain' }),
    },
    {
      words: 'Planned maintenance',
      whyNot: isDrained ? 'It is drained already.' : undefined,
      says: `${drain(node.role)} After 5 min it is down for 5, and after 20 all is as before.`,
      does: () => ({
        action: { drain: box, for: '20m' },
        label: 'maintenance',
        later: [{ after: '5m', action: { crash: box, for: '5m' } }],
      }),
    },
    ...coreDeeds(name, node.role, plan),
  ]
}

function drain(role: string): string {
  return role === 'msee'
    ? '12076 is prepended eight times, both ways, so that traffic leaves.'
    : 'GRACEFUL_SHUTDOWN goes out with its routes: who heeds it turns away.'
}

/** `Noticed at ce1 by the hold timer, within 180 s; at vnet-weu.gw0 and vnet-weu.gw1 by the port, at once.` */
function noticed(seen: RouterInspection | undefined): string {
  const all = (seen?.watch ?? []).map(({ by, who }) => {
    return `at ${who.length > 3 ? countOf(who.length, 'neighbour') : who.join(' and ')} by ${by}`
  })
  return all.length === 0 ? 'No session stands that would notice.' : `Noticed ${all.join('; ')}.`
}

/** What Microsoft does behind an MSEE: the customer's session stands, and the routes go. */
function coreDeeds(name: string, role: string, plan: PlanView): readonly Deed[] {
  const isGateway = (node: string): boolean =>
    plan.nodes.some((one) => one.name === node && one.role === 'gateway')
  const [first, ...others] = plan.links.filter(({ ends }) => ends.includes(name) && ends.some(isGateway))
  if (role !== 'msee' || first === undefined) return []
  const cut = (link: string): Readonly<Record<string, unknown>> => ({ cut: link, for: '5m' })
  return [
    {
      words: 'Maintenance of the core',
      says: `${countOf(others.length + 1, 'link')} to gateways down for 5 min, seen at once. Your session stands, and Azure's routes are withdrawn.`,
      does: () => ({
        action: cut(first.name),
        label: 'core',
        later: others.map((link) => ({ after: '0s', action: cut(link.name) })),
      }),
    },
  ]
}
