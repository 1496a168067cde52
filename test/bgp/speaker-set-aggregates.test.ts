import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { AggregateConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { adjRibIn, locRib, SpeakerLab } from '../support/speaker-lab.ts'

const prefixes = ['10.1.0.0/16', '10.2.0.0/16', '20.1.0.0/16'] as const

function aggregate(of: string, summaryOnly = true): AggregateConfiguration {
  return { prefix: parsePrefix(of), summaryOnly, asSet: false }
}

const choices = [
  aggregate('10.0.0.0/8'),
  aggregate('10.0.0.0/8', false),
  aggregate('10.2.0.0/15'),
  aggregate('20.0.0.0/8'),
]

/** `a` announces to `m`, who aggregates and tells `z`. */
function lab(aggregates: readonly AggregateConfiguration[]): SpeakerLab {
  return new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002, aggregates }, z: { asn: 65003 } },
    sessions: [{ between: ['a', 'm'] }, { between: ['m', 'z'] }],
  }).start()
}

type Step =
  | { readonly kind: 'set'; readonly aggregates: readonly AggregateConfiguration[] }
  | { readonly kind: 'originate' | 'cease'; readonly prefix: string }

function play(steps: readonly Step[]): SpeakerLab {
  const speakers = lab([])
  for (const step of steps) {
    if (step.kind === 'set') speakers.handle('m', { kind: 'set-aggregates', aggregates: step.aggregates })
    else if (step.kind === 'originate') speakers.originate('a', step.prefix)
    else speakers.ceaseOriginating('a', step.prefix)
  }
  return speakers
}

/** What was announced and aggregated last, from the start. */
function twin(steps: readonly Step[]): SpeakerLab {
  const sets = steps.flatMap((step) => (step.kind === 'set' ? [step.aggregates] : []))
  const held = prefixes.filter((prefix) => {
    const about = steps.filter((step) => step.kind !== 'set' && step.prefix === prefix)
    return about.at(-1)?.kind === 'originate'
  })
  const speakers = lab(sets.at(-1) ?? [])
  for (const prefix of held) speakers.originate('a', prefix)
  return speakers
}

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('set'),
    aggregates: fc
      .subarray(choices, { maxLength: 2 })
      .filter(([one, two]) => one?.prefix !== two?.prefix || two === undefined),
  }),
  fc.record({ kind: fc.constantFrom('originate', 'cease'), prefix: fc.constantFrom(...prefixes) }),
)

test('whatever was aggregated before, what is told is what the aggregates of now make of what is there', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 12 }), (history) => {
        const [changed, fixed] = [play(history), twin(history)]
        assert.deepEqual(locRib(changed, 'm'), locRib(fixed, 'm'))
        assert.deepEqual(adjRibIn(changed, 'z', 'm-z'), adjRibIn(fixed, 'z', 'm-z'))
      }),
    ),
  )
})

test('a summary that comes hides what is inside, and one that goes lets it out again', (t) => {
  const heard = (...more: readonly Step[]): readonly string[] => {
    const there = prefixes.map((prefix): Step => ({ kind: 'originate', prefix }))
    return Object.keys(adjRibIn(play([...there, ...more]), 'z', 'm-z'))
  }
  const summary: Step = { kind: 'set', aggregates: [aggregate('10.0.0.0/8')] }
  t.deepEqual(heard(summary), ['10.0.0.0/8', '20.1.0.0/16'])
  t.deepEqual(heard(summary, { kind: 'set', aggregates: [] }), [...prefixes])
})
