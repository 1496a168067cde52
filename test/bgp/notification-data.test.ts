import test from 'ava'
import { describeNotificationData } from '../../src/bgp/notification-data.ts'
import { octetsOf } from '../support/wire-octets.ts'

const cases: readonly { error: string; data: string; says: string | undefined }[] = [
  { error: '1/1', data: '', says: undefined },
  { error: '1/2', data: '0012', says: 'length 18' },
  { error: '1/2', data: '12', says: 'data 12' },
  { error: '1/3', data: '09', says: 'type 9' },
  { error: '2/1', data: '0004', says: 'version 4' },
  { error: '2/2', data: 'fe4b', says: 'AS 65099' },
  { error: '2/2', data: '0000fe4b', says: 'AS 65099' },
  { error: '2/6', data: '0002', says: '2 s' },
  {
    error: '2/7',
    data: '010400020001 0200 4104000186a0 7b00',
    says: 'multiprotocol ipv6, route-refresh, four-octet-as, capability 123',
  },
  { error: '2/7', data: '010400190041', says: 'multiprotocol AFI 25 SAFI 65' },
  { error: '2/7', data: '0104', says: 'data 0104' },
  { error: '3/2', data: '406300', says: 'attribute 99 406300' },
  { error: '3/3', data: '03', says: 'NEXT_HOP' },
  { error: '3/4', data: 'c0010100', says: 'ORIGIN c0010100' },
  { error: '3/5', data: '80', says: 'data 80' },
  { error: '3/6', data: '40010103', says: 'ORIGIN 40010103' },
  { error: '3/8', data: '40030400000000', says: 'NEXT_HOP 40030400000000' },
  { error: '3/9', data: '800e00', says: 'MP_REACH_NLRI 800e00' },
  { error: '4/0', data: '01', says: 'data 01' },
  { error: '6/1', data: '00010100000fa0', says: 'ipv4, at most 4000' },
  { error: '6/1', data: '000180ffffffff', says: 'AFI 1 SAFI 128, at most 4294967295' },
  { error: '6/1', data: '000101', says: 'data 000101' },
  { error: '6/2', data: '00', says: '""' },
  { error: '6/2', data: '13706c616e6e6564206d61696e74656e616e6365', says: '"planned maintenance"' },
  { error: '6/2', data: '05c39c626572', says: '"Über"' },
  { error: '6/2', data: '02c328', says: 'data 02c328' },
  { error: '6/2', data: '03edb080', says: 'data 03edb080' },
  { error: '6/2', data: '03616263ff', says: 'data 03616263ff' },
  { error: '6/2', data: '04616263', says: 'data 04616263' },
  { error: '6/2', data: '051b5b324a22', says: '"\\u{1b}[2J\\u{22}"' },
  { error: '6/4', data: '03 e280ae', says: '"\\u{202e}"' },
  { error: '6/3', data: '0161', says: 'data 0161' },
  {
    error: '6/9',
    data: '06010001010000000a',
    says: '6/1 (Cease, Maximum Number of Prefixes Reached), ipv4, at most 10',
  },
  { error: '6/9', data: '0603', says: '6/3 (Cease, Peer De-configured)' },
  { error: '6/9', data: '06', says: 'data 06' },
  { error: '7/1', data: `${'ff'.repeat(16)}001805000101 0100`, says: 'a message of 24 octets' },
]

for (const { error, data, says } of cases) {
  test(`the data ${data === '' ? 'of nothing' : data} of ${error} says ${says ?? 'nothing'}`, (t) => {
    const [code = 0, subcode = 0] = error.split('/').map(Number)
    const notification = { kind: 'NOTIFICATION', code, subcode, data: [...octetsOf(data)] } as const
    t.is(describeNotificationData(notification), says)
  })
}
