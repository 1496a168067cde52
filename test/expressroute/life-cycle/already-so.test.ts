import test from 'ava'
import { carryOut } from '../../../src/expressroute/life-cycle/carry-out.ts'
import {
  approve,
  attach,
  authorize,
  configure,
  deprovision,
  detach,
  disable,
  enable,
  join,
  joined,
  link,
  part,
  play,
  provision,
  resize,
  setCustomerAsn,
  summarize,
  unconfigure,
  unlink,
  update,
  weigh,
} from './estate-lab.ts'

for (const { name, moves } of [
  { name: 'a network that is linked', moves: [unlink, link, link] },
  { name: 'a peering that is configured', moves: [unconfigure, configure, configure] },
  { name: 'a peering that is enabled', moves: [disable, enable, enable] },
  { name: 'one that is disabled', moves: [disable, disable] },
  { name: 'a key that is there', moves: [authorize, authorize] },
  { name: 'a circuit that is provisioned', moves: [deprovision, provision, provision] },
  { name: 'a SKU that it has', moves: [update({ tier: 'Premium' }), update({ tier: 'Premium' })] },
  { name: 'a filter with these communities', moves: [attach, attach] },
  { name: 'no filter', moves: [detach] },
  { name: 'a weight that the connection has', moves: [weigh, weigh] },
  { name: 'a SKU that the gateway has', moves: [resize('ErGw1AZ')] },
  { name: 'summaries that the network has', moves: [summarize, summarize] },
  { name: 'circuits that are joined', moves: [part, join, join] },
  { name: 'an AS that the prefixes have', moves: [setCustomerAsn, setCustomerAsn] },
  { name: 'prefixes that are validated', moves: [approve] },
]) {
  test(`asked for anew, ${name} is no mistake, and nothing changes`, (t) => {
    const all = joined('Premium')
    const estate = play(moves.slice(0, -1), all).estate
    const [last] = moves.slice(-1)
    const [before] = moves.slice(-2, -1)
    t.deepEqual(last && carryOut(estate, all, last), { kind: 'already-so' })
    if (before !== undefined && before !== last) return
    const first = play(moves.slice(0, -2), all).estate
    if (before !== undefined) t.is(carryOut(first, all, before).kind, 'done')
  })
}
