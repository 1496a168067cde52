import test from 'ava'
import { parseAddress } from '../../src/net/address-text.ts'
import { isHostAddress, isRoutablePrefix } from '../../src/net/host-address.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'

const hosts: Readonly<Record<string, boolean>> = {
  '10.0.0.1': true,
  '223.255.255.255': true,
  '0.0.0.0': false,
  '0.0.0.1': false,
  '127.0.0.1': false,
  '224.0.0.1': false,
  '240.0.0.1': false,
  '255.255.255.255': false,
  '2001:db8::1': true,
  'fe80::1': true,
  '::2': true,
  '1::': true,
  '1::1': true,
  '::': false,
  '::1': false,
  'ff02::1': false,
}

for (const [address, isHost] of Object.entries(hosts)) {
  test(`${address} is ${isHost ? 'an' : 'no'} address of a host`, (t) => {
    t.is(isHostAddress(parseAddress(address)), isHost)
  })
}

const prefixes: Readonly<Record<string, boolean>> = {
  '0.0.0.0/0': true,
  '10.0.0.0/8': true,
  '126.0.0.0/7': true,
  '127.0.0.0/8': false,
  '127.0.0.1/32': false,
  '128.0.0.0/1': true,
  '192.0.0.0/3': true,
  '224.0.0.0/3': false,
  '224.0.0.0/4': false,
  '239.1.2.0/24': false,
  '240.0.0.0/4': false,
  '::/0': true,
  '2001:db8::/32': true,
  '::1/128': false,
  '::2/128': true,
  'fe00::/7': true,
  'ff00::/8': false,
  'ff02::/16': false,
}

for (const [text, isRoutable] of Object.entries(prefixes)) {
  test(`routes ${isRoutable ? 'may' : 'must not'} lead to ${text}`, (t) => {
    const prefix = parsePrefix(text)
    t.is(isRoutablePrefix(prefix.family, packPrefixes(prefix.family, [prefix]).data, 0), isRoutable)
  })
}
