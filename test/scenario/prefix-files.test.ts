import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import { type LoadedScenario, loadScenario } from '../../src/scenario/load.ts'
import { parseScenario, readScenario } from '../../src/scenario/parse.ts'
import { scenario } from '../support/scenario-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'vmsee-prefixes-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const { source } = scenario('', ', advertise: [10.9.0.0/16]')
mkdirSync(join(folder, 'tables'))
writeFileSync(
  join(folder, 'tables/list.txt'),
  '# two\n10.2.0.0/16\r\n10.1.4.0/24\n2001:db8:7::/48\n10.2.0.0/16\n',
)
writeFileSync(join(folder, 'list.txt.gz'), gzipSync('10.3.0.0/16\n'))
writeFileSync(join(folder, 'openbgpd.mrt'), readFileSync('test/vectors/mrt/openbgpd_rib_table-v2'))

/** The scenario with these entries in the list of the router. */
function loaded(name: string, entries: string): LoadedScenario {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, source.replace('[10.9.0.0/16]', `[${entries}]`))
  return loadScenario(file)
}

function advertised({ scenario: read, issues }: LoadedScenario): readonly string[] {
  const errors = issues.filter(({ level }) => level === 'error')
  if (read === undefined) return errors.map(({ message }) => message)
  return (read.routers.get('ce1')?.advertise ?? []).flatMap(unpackPrefixes).map(formatPrefix)
}

test('a list stands for its prefixes, of both families, beside others', (t) => {
  t.deepEqual(advertised(loaded('list', '10.9.0.0/16, { file: tables/list.txt }')), [
    '10.1.4.0/24',
    '10.2.0.0/16',
    '10.9.0.0/16',
    '2001:db8:7::/48',
  ])
})

test('a list may be gzip, and MRT gives what its peers hold', (t) => {
  t.deepEqual(advertised(loaded('gzip', '{ file: list.txt.gz }')), ['10.3.0.0/16'])
  t.is(advertised(loaded('mrt', '{ file: openbgpd.mrt }')).length, 21)
})

test('of an MRT file that is cut short it is told where', (t) => {
  writeFileSync(
    join(folder, 'cut.mrt'),
    readFileSync('test/vectors/mrt/openbgpd_rib_table-v2').subarray(0, -3),
  )
  t.regex(advertised(loaded('cut', '{ file: cut.mrt }')).join(), /^cut\.mrt, octet \d+: /)
})

test('a prefix of a file counts as listed', (t) => {
  t.deepEqual(advertised(loaded('twice', '10.3.0.0/16, { file: list.txt.gz }')), [
    '10.3.0.0/16 is listed twice',
  ])
})

test('the hash of a scenario covers what it loads, and without files is that of the text', (t) => {
  const before = loaded('hash', '{ file: hash.list }')
  t.deepEqual(advertised(before), [`there is no file ${join(folder, 'hash.list')}`])
  const hashes = ['10.3.0.0/16\n', '10.4.0.0/16\n', '10.3.0.0/16\n'].map((text) => {
    writeFileSync(join(folder, 'hash.list'), text)
    return loaded('hash', '{ file: hash.list }').scenario?.sha256
  })
  t.is(hashes[0], hashes[2])
  t.not(hashes[0], hashes[1])
  t.is(loadScenario(join(folder, 'hash.yaml')).scenario?.sha256, hashes[0])
  t.is(parseScenario(source).sha256, scenario('', ', advertise: [10.9.0.0/16]').sha256)
})

test('a text that comes from no file loads nothing, unless its caller does', (t) => {
  const text = source.replace('[10.9.0.0/16]', '[{ file: a.list }]')
  t.deepEqual(
    readScenario(text, 'a.yaml')
      .issues.filter(({ level }) => level === 'error')
      .map(({ message }) => message),
    ['a scenario that is read from its text alone loads no files'],
  )
  const octets = new TextEncoder().encode('10.5.0.0/16\n')
  const read = parseScenario(text, 'a.yaml', () => ({ octets, problems: [] }))
  t.deepEqual((read.routers.get('ce1')?.advertise ?? []).flatMap(unpackPrefixes).map(formatPrefix), [
    '10.5.0.0/16',
  ])
})

test('more prefixes than a list takes are refused, and so is what unpacks to more than a file may hold', (t) => {
  const many = Array.from(
    { length: 250_001 },
    (_, index) => `${10 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}.0/24\n`,
  )
  writeFileSync(join(folder, 'many.list'), many.join(''))
  t.deepEqual(advertised(loaded('many', '{ file: many.list }')), [
    'many.list holds 250001 prefixes, and 250000 are the most that a list takes',
  ])
  writeFileSync(join(folder, 'bomb.gz'), gzipSync(new Uint8Array(65 * 2 ** 20)))
  t.regex(advertised(loaded('bomb', '{ file: bomb.gz }'))[0] ?? '', /^bomb\.gz cannot be unpacked: /)
})
