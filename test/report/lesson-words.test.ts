import test from 'ava'
import { changeLines } from '../../src/report/lesson/change-lines.ts'
import { deedWords } from '../../src/report/lesson/deed-words.ts'

const deeds = [
  [{ cut: 'er.primary', label: 'cut' }, 'Cut er.primary'],
  [{ cut: 'er.primary', silently: true, label: 'cut', for: '10m' }, 'Cut er.primary silently for 10m'],
  [{ crash: 'ce1' }, 'Crash ce1'],
  [{ at: 'cut + 5m', restore: 'cut' }, 'Mend what "cut" broke, at cut + 5m'],
  [{ shut: 'ce1-er.msee1 private ipv4' }, 'Shut the session ce1-er.msee1 private ipv4 down'],
  [
    { announce: { at: 'office', prefixes: ['10.1.0.0/17', '10.1.128.0/17'] } },
    'Announce 10.1.0.0/17 and 10.1.128.0/17 at office',
  ],
  [
    { at: 'split', policy: { session: 'ce2-er.msee2 private ipv4', router: 'ce2', export: { prepend: 3 } } },
    'Let ce2 set export: { prepend: 3 } on ce2-er.msee2 private ipv4, at split',
  ],
  [
    { cut: 'er.primary', for: '12s', repeat: { every: '20s', times: 15 } },
    'Cut er.primary for 12s (repeat: { every: 20s, times: 15 })',
  ],
  [{ freeze: 'ce1', when: 'converged' }, 'Freeze the control plane of ce1 (when: converged)'],
  [{ lose: ['ce1'] }, 'lose: [ce1]'],
] as const

test('what is to be done is told in words, or as it is written where there are none', (t) => {
  for (const [deed, words] of deeds) t.is(deedWords(deed), words)
})

test('a change is told by its lines, with the way to them and what was there before', (t) => {
  const before = { routers: { ce1: { asn: 65010, timers: { hold: '90s' } }, ce2: { asn: 65010 } }, seed: 1 }
  const lines = changeLines(before, {
    routers: { ce1: { timers: { hold: '30s' } }, ce2: { weight: 5, bfd: JSON.parse('null') } },
    seed: JSON.parse('null'),
    defaults: { timers: { hold: '30s' } },
  })
  t.deepEqual(
    lines.map(({ sign, depth, text }) => `${sign}${' '.repeat(depth)}${text}`),
    [
      ' routers:',
      '  ce1:',
      '   timers:',
      '-   hold: 90s',
      '+   hold: 30s',
      '  ce2:',
      '+  weight: 5',
      '-seed: 1',
      '+defaults: { timers: { hold: 30s } }',
    ],
  )
})
