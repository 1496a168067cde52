import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import { checkOpen } from '../../../src/bgp/fsm/open.ts'
import type { SessionConfiguration } from '../../../src/bgp/fsm/session.ts'
import type { NotificationMessage } from '../../../src/bgp/notification.ts'
import { type Decoded, decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { Framer } from '../../../src/bgp/wire/framer.ts'
import { beforeOpen } from '../../../src/bgp/wire/wire-session.ts'
import { sessionConfiguration } from '../../support/bgp-session.ts'
import { type Exchange, malformedExchanges } from '../../support/vectors.ts'
import { hexOf, octetsOf } from '../../support/wire-octets.ts'
import { external } from '../../support/wire-sessions.ts'

const interner = new AttributeInterner()

/** The daemon under test was AS 12076 with the identifier 10.0.0.11, the probe AS 65010 with 10.0.0.1. */
const configuration: SessionConfiguration = sessionConfiguration({
  localAsn: 12076,
  localBgpIdentifier: 0x0a00000b,
  remoteAsn: 65010,
  families: ['ipv4'],
})

/**
 * What the codec and the check of OPENs make of the last message of each exchange: `read`, a code with its data, or how an
 * UPDATE with a fault is handled and by which rule. Timers and states are the FSM's, next hops and loops the RIB's.
 */
const answers: Readonly<Record<string, string>> = {
  open_ok: 'read',
  open_wrong_as: '2/2 ',
  open_rid_same_as_dut: 'read',
  open_hold2: '2/6 ',
  open_hold3: 'read',
  open_no_caps: 'read',
  open_only_mp6: '2/7 010400010001',
  open_short: '1/2 001b',
  hdr_len18: '1/2 0012',
  hdr_type9: '1/3 09',
  hdr_update_len22: '1/2 0016',
  fsm_update_in_openconfirm: 'read',
  fsm_hold_expire_established: 'read',
  fsm_peer_notification: 'read',
  upd_ok: 'read',
  upd_no_nexthop: 'treat-as-withdraw by RFC 7606 §3 (d)',
  upd_origin3: 'treat-as-withdraw by RFC 7606 §7.1',
  upd_first_as_wrong: 'read',
  upd_own_as: 'read',
  upd_nh_zero: 'treat-as-withdraw by RFC 4271 §6.3',
  upd_nh_offlink: 'read',
  upd_nlri_len33: '3/10 ',
  upd_host_bits: 'read',
  upd_unknown_opt_trans: 'read',
  upd_origin_flags: 'treat-as-withdraw by RFC 7606 §3 (c)',
  upd_attr_order: 'read',
  upd_confed_ebgp: 'treat-as-withdraw by RFC 5065 §5',
  upd_seg_type9: 'treat-as-withdraw by RFC 7606 §7.2',
  upd_comm_len5: 'treat-as-withdraw by RFC 7606 §7.8',
  upd_med_len3: 'treat-as-withdraw by RFC 7606 §7.4',
  upd_aggregator_len5: 'attribute-discard by RFC 7606 §7.7',
  upd_withdraw_overrun: '3/1 ',
  upd_same_in_both: 'read',
  upd_eor: 'read',
  upd_default: 'read',
  upd_multicast: 'prefix-ignored by RFC 4271 §6.3',
  upd_own_connected: 'read',
  upd_len_max4096: 'read',
  rr_unknown_afi: 'read',
}

const exchanges = malformedExchanges()

test('every exchange has an answer', (t) => {
  t.deepEqual(exchanges.map(({ name }) => name).toSorted(), Object.keys(answers).toSorted())
})

for (const exchange of exchanges) {
  const answer = answers[exchange.name] ?? ''
  test(`${exchange.name}, which four daemons were told, is answered with ${answer}`, (t) => {
    t.is(answerTo(exchange), answer)
    const others = Object.entries(exchange.results).filter(([, { notification }]) => {
      return (notification ?? 'none') !== (/^\d+\/\d+/.exec(answer)?.[0] ?? 'none')
    })
    for (const [daemon, { notification, stateAfter }] of others) {
      t.log(`${daemon}: ${notification ?? 'no NOTIFICATION'}, then ${stateAfter ?? 'closed'}`)
    }
  })
}

function answerTo({ open, send }: Exchange): string {
  const opened = decode(octetsOf(open), 'open')
  const refused = refusalOf(opened) ?? openError(opened)
  if (refused !== undefined) return textOf(refused)
  if (send === undefined) return 'read'
  const sent = decode(octetsOf(send), 'established')
  const notification = refusalOf(sent)
  if (notification !== undefined) return textOf(notification)
  const [fault] = sent.kind === 'messages' ? sent.faults : []
  return fault === undefined ? 'read' : `${fault.handling} by ${fault.section}`
}

/** As octets reach a speaker: through the framer. */
function decode(octets: Uint8Array, phase: 'open' | 'established'): Decoded {
  const session = phase === 'open' ? beforeOpen : external
  const framer = new Framer()
  framer.push(octets)
  const framed = framer.next(session)
  if (framed.kind === 'message') return decodeMessage(framed.octets, session, interner)
  if (framed.kind === 'incomplete') throw new Error('no whole message')
  return { ...framed, event: 'BGPHeaderErr' }
}

function refusalOf(decoded: Decoded): NotificationMessage | undefined {
  return decoded.kind === 'error' ? decoded.notification : undefined
}

function openError(decoded: Decoded): NotificationMessage | undefined {
  const [message] = decoded.kind === 'messages' ? decoded.messages : []
  return message?.kind === 'OPEN' ? checkOpen(configuration, message) : undefined
}

function textOf({ code, subcode, data }: NotificationMessage): string {
  return `${code}/${subcode} ${hexOf(data)}`
}
