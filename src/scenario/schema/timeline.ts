import * as z from 'zod'
import { malformations } from '../../bgp/wire/malformed-update.ts'
import { alternatives, type Branch, branch } from './branch.ts'
import { lifeCycleBranches } from './life-cycle.ts'
import { policySettings } from './policy.ts'
import { prefix, prefixList } from './prefixes.ts'
import { duration, name, share, yesOrNo } from './scalars.ts'
import { complain, strict } from './strict.ts'
import { entry, repeated, type TimelineFileEntry, timed, undone } from './timeline-moment.ts'

const oneWay = name.optional().meta({ description: 'Only what this node sends is affected' })
const link = name.meta({ description: 'er-amsterdam.primary, ce1-ce2, er-amsterdam.msee1-vnet-weu.gw0' })
const node = name.meta({
  description: 'A router, an MSEE (er-amsterdam.msee1) or a gateway instance (vnet-weu.gw0)',
})
const forwarding = z
  .enum(['lost', 'kept'])
  .default('lost')
  .meta({ description: 'Kept where the control plane alone crashes, and packets are forwarded as before' })
const vlan = name.meta({
  description: 'One VLAN of a circuit: er-amsterdam.primary, er-amsterdam.primary.microsoft',
})
const delay = strict({
  link,
  by: duration.optional().meta({ description: 'Every packet takes this much longer' }),
  jitter: duration.optional().meta({ description: 'And each up to this much more' }),
}).superRefine(({ by, jitter }, context) => {
  if (by !== undefined || jitter !== undefined) return
  complain(context, {
    rule: 'combination',
    message: 'nothing is late here',
    hint: 'add by: 20ms or jitter: 5ms',
  })
})
const group = name.meta({ description: 'A name under riskGroups: all that is in it fails at once' })
const session = name.meta({ description: 'The name of a session, as `vmsee explain FILE` lists them' })
const end = name.optional().meta({
  description:
    'Whose end: a router, an MSEE or a gateway instance; the first of the session where it is left out',
})
const malformed = strict({
  session,
  router: end,
  prefix: prefix.meta({ description: 'What it would have announced, of IPv4' }),
  wrong: z.enum(malformations).meta({
    description: 'ORIGIN: its routes are taken for withdrawn; length, marker: the session falls',
  }),
}).superRefine((written, context) => {
  if (written.prefix.family === 'ipv4') return
  complain(context, {
    rule: 'combination',
    message: 'what is malformed here is an UPDATE of IPv4',
    hint: 'write a prefix such as 10.1.0.0/16',
    path: ['prefix'],
  })
})
const policy = strict({
  session,
  router: name.meta({ description: 'The end whose policy it is, one of routers:' }),
  import: policySettings.optional().meta({ description: 'Of every route that it takes' }),
  export: policySettings.optional().meta({ description: 'Of every route that it announces' }),
}).superRefine((written, context) => {
  if (written.import !== undefined || written.export !== undefined) return
  complain(context, { rule: 'combination', message: 'nothing is set here', hint: 'add import: or export:' })
})
const routes = strict({
  at: name.meta({ description: 'A site or a router' }),
  prefixes: prefixList,
})

export const timelineBranches: readonly Branch<TimelineFileEntry>[] = [
  branch(
    'cut',
    {
      ...undone,
      cut: link,
      silently: z
        .boolean({ error: 'must be true or false' })
        .default(false)
        .meta({ description: 'The ports stay up, so only a timer notices' }),
      oneWay,
    },
    (written, context) => {
      if (written.oneWay !== undefined && !written.silently) {
        const message = 'a cut that ports notice is never one-way'
        complain(context, { rule: 'combination', message, hint: 'add silently: true', path: ['oneWay'] })
      }
      const { cut, silently, oneWay: from } = written
      return entry(written, { kind: 'cut', links: [{ link: cut, from }], silently }, context)
    },
  ),
  branch('loss', { ...undone, loss: strict({ link, share }), oneWay }, (written, context) =>
    entry(
      written,
      {
        kind: 'loss',
        links: [{ link: written.loss.link, from: written.oneWay }],
        share: written.loss.share,
      },
      context,
    ),
  ),
  branch('delay', { ...undone, delay, oneWay }, (written, context) =>
    entry(
      written,
      {
        kind: 'delay',
        links: [{ link: written.delay.link, from: written.oneWay }],
        byMicros: written.delay.by ?? 0,
        jitterMicros: written.delay.jitter ?? 0,
      },
      context,
    ),
  ),
  branch('wrongVlan', { ...undone, wrongVlan: vlan }, (written, context) =>
    entry(written, { kind: 'wrongVlan', link: written.wrongVlan }, context),
  ),
  branch('swapAddresses', { ...undone, swapAddresses: vlan }, (written, context) =>
    entry(written, { kind: 'swapAddresses', link: written.swapAddresses }, context),
  ),
  branch('wrongKey', { ...undone, wrongKey: session, router: end }, (written, context) =>
    entry(written, { kind: 'wrongKey', session: written.wrongKey, router: written.router }, context),
  ),
  branch('wrongAsn', { ...undone, wrongAsn: session, router: end }, (written, context) =>
    entry(written, { kind: 'wrongAsn', session: written.wrongAsn, router: written.router }, context),
  ),
  branch('zeroWindow', { ...undone, zeroWindow: session, router: end }, (written, context) =>
    entry(written, { kind: 'zeroWindow', session: written.zeroWindow, router: written.router }, context),
  ),
  branch('malformed', { ...repeated, malformed }, (written, context) => {
    const { session: of, router, prefix: told, wrong } = written.malformed
    return entry(written, { kind: 'malformed', session: of, router, prefix: told, wrong }, context)
  }),
  branch('freeze', { ...undone, freeze: node }, (written, context) =>
    entry(written, { kind: 'freeze', nodes: [written.freeze] }, context),
  ),
  branch('blackhole', { ...undone, blackhole: node }, (written, context) =>
    entry(written, { kind: 'blackhole', nodes: [written.blackhole] }, context),
  ),
  branch('crash', { ...undone, crash: node, forwarding }, (written, context) =>
    entry(written, { kind: 'crash', nodes: [written.crash], forwarding: written.forwarding }, context),
  ),
  branch('fail', { ...undone, fail: group }, (written, context) =>
    entry(written, { kind: 'fail', group: written.fail, members: undefined }, context),
  ),
  branch('restart', { ...timed, restart: node }, (written, context) =>
    entry(written, { kind: 'restart', nodes: [written.restart] }, context),
  ),
  branch('drain', { ...undone, drain: node }, (written, context) =>
    entry(written, { kind: 'drain', nodes: [written.drain] }, context),
  ),
  branch('undrain', { ...timed, undrain: node }, (written, context) =>
    entry(written, { kind: 'undrain', nodes: [written.undrain] }, context),
  ),
  branch('shut', { ...undone, shut: session }, (written, context) =>
    entry(written, { kind: 'shut', session: written.shut }, context),
  ),
  branch('start', { ...timed, start: session }, (written, context) =>
    entry(written, { kind: 'start', session: written.start }, context),
  ),
  branch('refresh', { ...repeated, refresh: session }, (written, context) =>
    entry(written, { kind: 'refresh', session: written.refresh }, context),
  ),
  branch('clear', { ...repeated, clear: session }, (written, context) =>
    entry(written, { kind: 'clear', session: written.clear }, context),
  ),
  branch(
    'bfd',
    {
      ...undone,
      bfd: session,
      enabled: yesOrNo.meta({ description: 'Whether both ends are configured for it from now on' }),
    },
    (written, context) =>
      entry(written, { kind: 'bfd', session: written.bfd, enabled: written.enabled }, context),
  ),
  branch('policy', { ...undone, policy }, (written, context) => {
    const { session: of, router, import: taken, export: told } = written.policy
    return entry(written, { kind: 'policy', session: of, router, import: taken, export: told }, context)
  }),
  branch('announce', { ...undone, announce: routes }, (written, context) =>
    entry(written, { kind: 'announce', ...written.announce }, context),
  ),
  branch('withdraw', { ...undone, withdraw: routes }, (written, context) =>
    entry(written, { kind: 'withdraw', ...written.withdraw }, context),
  ),
  branch('restore', { ...timed, restore: name }, (written, context) =>
    entry(written, { kind: 'restore', label: written.restore }, context),
  ),
  ...lifeCycleBranches,
  branch(undefined, timed, (written, context) => {
    if (written.label === undefined) {
      const message = 'this entry does nothing and names nothing'
      complain(context, { rule: 'one-action', message, hint: 'give it an action, such as cut:, or a label:' })
    }
    return entry(written, { kind: 'mark' }, context)
  }),
]

/** For editors: any of them. */
export const timelineEntry: z.ZodType = alternatives(timelineBranches).meta({ id: 'timelineEntry' })
