import test from 'ava'
import { announcementRoom } from '../../src/bgp/update/message-size.ts'
import { packSubnets } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { updatesFrom } from '../support/speaker-lab.ts'
import { row } from '../support/speaker-row.ts'
import { external } from '../support/wire-sessions.ts'

const count = 100_000

test('100,000 prefixes go through a speaker, are told again in as few messages as they fit into, and leave nothing behind', (t) => {
  const lab = row({})
  const prefixes = packSubnets(parsePrefix('10.0.0.0/8'), 26, count)
  lab.handle('a', { kind: 'originate', prefixes })
  const heard = lab.peer('z', 'm-z').adjRibIn.ipv4
  t.is(heard.count, count)
  lab.takeSent()
  lab.inject('m', 'm-z', { kind: 'ROUTE-REFRESH', family: 'ipv4', subtype: 'request' })
  const room = announcementRoom(lab.interner.byId(heard.received(0)), 'ipv4', external)
  t.is(updatesFrom(lab.takeSent(), 'm', 'm-z').length, Math.ceil(count / Math.floor(room / 5)))
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  t.is(heard.count, 0)
  lab.advance(10)
  t.is(heard.count, count)
  lab.handle('a', { kind: 'cease-originating', prefixes })
  for (const router of ['a', 'm', 'z']) t.is(lab.speaker(router).ribs.ipv4.ids.size, 0)
})
