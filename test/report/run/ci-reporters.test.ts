import test from 'ava'
import fc from 'fast-check'
import { plain } from '../../../src/report/palette.ts'
import { formatDots } from '../../../src/report/run/dot.ts'
import { formatAnnotations, formatStepSummary } from '../../../src/report/run/github.ts'
import { formatJunit } from '../../../src/report/run/junit.ts'
import type { ScenarioEntry } from '../../../src/report/run/run-report.ts'
import { expectation, failedExpectation, runResult } from '../../support/run-result.ts'

const inconclusive = expectation({
  verdict: 'inconclusive',
  text: 'always',
  measured: 'the window was empty',
})

const mixed: ScenarioEntry = {
  kind: 'ran',
  result: runResult({ verdict: 'fail', expectations: [expectation(), failedExpectation, inconclusive] }),
  wallMilliseconds: 41,
}

const invalid: ScenarioEntry = {
  kind: 'invalid',
  file: 'b.yaml',
  issues: [
    {
      path: [],
      line: 4,
      column: 11,
      rule: 'A4',
      level: 'error',
      message: '100% wrong: a, b\nand c',
      hint: undefined,
      source: undefined,
      assumption: false,
    },
  ],
}

test('a dot for each expectation, and a mark for a file that is not valid', (t) => {
  t.is(formatDots(mixed, plain) + formatDots(invalid, plain), '·x?!')
})

test('GitHub gets a command for each expectation that did not hold, at its place', (t) => {
  t.deepEqual(formatAnnotations([mixed]).split('\n'), [
    '::error file=scenarios/a.yaml,line=41,col=7,title=flow web%3A worst outage at most 1s; after cut::measured outage 178.4 s%0Aexpected outage at most 1 s%0Athe hold timer of ce1 ran out at +191.604%0Atry bfd: true on the circuit',
    '::warning file=scenarios/a.yaml,line=41,col=7,title=inconclusive%3A always::measured the window was empty%0Aexpected every session Established',
    '',
  ])
})

const found: ScenarioEntry = {
  kind: 'ran',
  result: runResult({
    warnings: [
      { rule: 'C7', text: 'the session fell', place: { line: 12, column: 5 }, assumption: false },
      { rule: undefined, text: 'too many routes', place: undefined, assumption: false },
      { rule: 'A9', text: 'no VLAN', place: { line: 3, column: 1 }, assumption: true },
    ],
    assumptions: [
      { title: 'Packets take no time', setting: undefined },
      { title: 'Own AS', setting: { key: 'ownAsn', value: 'refused', usual: 'accepted' } },
    ],
  }),
  wallMilliseconds: 1,
}

test('GitHub gets a command for each finding of a rule at its place, and none for what is assumed', (t) => {
  t.deepEqual(formatAnnotations([found]).split('\n'), [
    '::warning file=scenarios/a.yaml,line=12,col=5,title=C7::the session fell',
    '::warning file=scenarios/a.yaml::too many routes',
    '',
  ])
})

test('JUnit has findings with their place, and assumptions, as properties of the suite', (t) => {
  const xml = formatJunit([found])
  for (const property of [
    '<property name="warning" value="scenarios/a.yaml:12:5 the session fell [C7]"/>',
    '<property name="warning" value="scenarios/a.yaml too many routes"/>',
    '<property name="assumption" value="Packets take no time"/>',
    '<property name="assumption" value="Own AS (ownAsn: refused)"/>',
  ])
    t.true(xml.includes(property), xml)
})

test('what would end a command or its properties is escaped', (t) => {
  t.is(
    formatAnnotations([invalid]),
    '::error file=b.yaml,line=4,col=11,title=A4::100%25 wrong: a, b%0Aand c\n',
  )
})

test('any text leaves one command a line', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, measured) => {
        const entry: ScenarioEntry = {
          kind: 'ran',
          result: runResult({ expectations: [{ ...failedExpectation, text, measured }] }),
          wallMilliseconds: 1,
        }
        return /^::error file=[^\r\n:]*::[^\r\n]*\n$/.test(formatAnnotations([entry]))
      }),
    ),
  )
})

test('the step summary is a table that no text breaks out of', (t) => {
  const text = 'a | b <script> `x`\n# c'
  const entry: ScenarioEntry = {
    kind: 'ran',
    result: runResult({ verdict: 'fail', expectations: [{ ...failedExpectation, text }] }),
    wallMilliseconds: 1,
  }
  t.deepEqual(formatStepSummary([entry, invalid]).split('\n'), [
    '## vmsee',
    '',
    '| Verdict | Scenario | Expectations held | Simulated | Seed |',
    '| --- | --- | ---: | ---: | ---: |',
    '| **fail** | scenarios/a.yaml | 0 of 1 | 13 m 32 s | 1 |',
    '| **invalid** | b.yaml | 1 issue |  |  |',
    '',
    '* `scenarios/a.yaml:41` **a \\| b \\<script\\> \\`x\\` \\# c**: outage 178.4 s; the hold timer of ce1 ran out at +191.604',
    '',
  ])
})

test('JUnit counts failures and errors, and says why', (t) => {
  const xml = formatJunit([mixed, invalid])
  t.true(xml.includes('<testsuites name="vmsee" tests="4" failures="1" errors="2" skipped="0">'), xml)
  t.true(
    xml.includes(
      'message="outage 178.4 s; expected outage at most 1 s (scenarios/a.yaml:41:7); the hold timer of ce1 ran out at +191.604; bfd: true on the circuit"',
    ),
  )
  t.true(isWellFormed(xml))
})

test('JUnit with nothing in it is a document all the same', (t) => {
  const xml = formatJunit([])
  t.true(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites'))
  t.true(isWellFormed(xml))
})

test('JUnit stays well-formed whatever an expectation is called', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const entry: ScenarioEntry = {
          kind: 'ran',
          result: runResult({ file: text, expectations: [{ ...failedExpectation, text, measured: text }] }),
          wallMilliseconds: 1,
        }
        return isWellFormed(formatJunit([entry, { ...invalid, file: text }]))
      }),
      { examples: [['\u0000\u001b[31m ]]> &amp; <a> "\'']] },
    ),
  )
})

// Enough of XML 1.0 for what the writer writes: the declaration, elements that nest, quoted attributes, CDATA, no stray `<`, `&` or `]]>`, no control characters.
function isWellFormed(xml: string): boolean {
  const text = '(?:[^<&"]|&(?:amp|lt|gt|quot|apos|#x?[0-9A-Fa-f]+);)*'
  const token = new RegExp(
    `<(/?)([\\w-]+)((?: [\\w-]+="${text}")*)(/?)>|(?:[^<&]|&(?:amp|lt|gt|quot|apos|#x?[0-9A-Fa-f]+);)+`,
    'y',
  )
  const body = xml.replace(/^<\?xml [^?]*\?>/, '').replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is tested
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml)) return false
  const open: string[] = []
  while (token.lastIndex < body.length) {
    const match = token.exec(body)
    if (match === null) return false
    const [, closing, name, , alone] = match
    if (name === undefined && match[0].includes(']]>')) return false
    if (name === undefined || alone === '/') continue
    if (closing !== '/') open.push(name)
    else if (open.pop() !== name) return false
  }
  return open.length === 0
}
