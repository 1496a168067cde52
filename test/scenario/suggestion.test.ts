import test from 'ava'
import { didYouMean, didYouMeanOrList } from '../../src/scenario/suggestion.ts'

for (const { word, known, hint } of [
  { word: 'secundary', known: ['primary', 'secondary'], hint: 'did you mean "secondary"?' },
  { word: 'established', known: ['Established'], hint: 'did you mean "Established"?' },
  { word: 'westeurope', known: ['North Europe', 'West Europe'], hint: 'did you mean "West Europe"?' },
  { word: 'eastus', known: ['East US', 'East US 2'], hint: 'did you mean "East US"?' },
  { word: 'premum', known: ['Local', 'Standard', 'Premium'], hint: 'did you mean "Premium"?' },
  { word: 'Unlimited', known: ['MeteredData', 'UnlimitedData'], hint: 'did you mean "UnlimitedData"?' },
  { word: 'Data', known: ['MeteredData', 'UnlimitedData'], hint: undefined },
  { word: 'er-ams', known: ['er-ams-1', 'er-ams-2'], hint: undefined },
  { word: 'wbe', known: ['web', 'voice'], hint: 'did you mean "web"?' },
  { word: 'ce3', known: ['ce1', 'ce2'], hint: undefined },
  { word: 'bfd', known: ['asn', 'ipv6'], hint: undefined },
  { word: 'x', known: [], hint: undefined },
]) {
  test(`${word} among ${known.join(', ') || 'nothing'}: ${hint ?? 'no guess'}`, (t) => {
    t.is(didYouMean(word, known), hint)
  })
}

test('without a guess a short list is shown, and a long one is not', (t) => {
  t.is(didYouMeanOrList('ce3', ['ce1', 'ce2']), 'known: ce1, ce2')
  t.is(didYouMeanOrList('ce3', []), 'there is none')
  t.is(
    didYouMeanOrList(
      'paris',
      Array.from({ length: 13 }, (_, index) => `node-${index}`),
    ),
    undefined,
  )
})
