import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'

interface DialProps {
  readonly words: string
  /** Whose it is, for those who do not see where it stands. */
  readonly of: string
  /** Where it stands now; `undefined` where no single number says so. */
  readonly value: number | undefined
  /** Where the slider stands then, and in words how it is. */
  readonly resting: number
  readonly resembles: string
  /** How far the slider goes, and how far the number may go. */
  readonly reach: number
  readonly most: number
  readonly step: number
  /** A number of the scale with a meaning. */
  readonly mark?: number | undefined
  readonly says: string
  readonly set: (value: number) => void
}

/**
 * A number that is dragged, or typed. It is set when it is let go; by keys a slider is let go with Enter, or when one
 * leaves it, so that not every press is another future.
 */
export function Dial(props: DialProps): JSX.Element {
  const { words, of, value, resting, resembles, reach, most, step, mark, says, set } = props
  const draft = useSignal<number | undefined>(undefined)
  /** What was set last and has yet to come back, so that one leaves it without setting it again. */
  const given = useSignal<number | undefined>(undefined)
  const isByKeys = useSignal(false)
  useEffect(() => {
    draft.value = undefined
    given.value = undefined
  }, [value])
  const letGo = (): void => {
    const wanted = draft.value
    if (wanted === value) draft.value = undefined
    if (wanted === undefined || wanted === value || wanted === given.value) return
    if (wanted >= 0 && wanted <= most) {
      given.value = wanted
      set(wanted)
    }
  }
  const take = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void => {
    draft.value = currentTarget.valueAsNumber
  }
  const id = `dial-${`${words} ${of}`.replaceAll(/\W/g, '-')}`
  const common = { min: 0, onInput: take, onBlur: letGo, 'aria-describedby': `${id}-line` }
  return (
    <div class="dial">
      <label>
        <span>
          {words} <span class="unseen">{of}</span>
        </span>
        <input
          {...common}
          type="range"
          max={Math.max(reach, value ?? 0)}
          step={step}
          value={draft.value ?? value ?? resting}
          list={mark === undefined ? undefined : id}
          aria-valuetext={draft.value === undefined ? resembles : undefined}
          onPointerDown={() => {
            isByKeys.value = false
          }}
          onKeyDown={({ key }) => {
            isByKeys.value = true
            if (key === 'Enter') letGo()
          }}
          onChange={() => {
            if (!isByKeys.value) letGo()
          }}
        />
      </label>
      <input
        {...common}
        type="number"
        max={most}
        value={draft.value ?? value ?? ''}
        placeholder={resembles}
        aria-label={`${words} ${of}, as a number`}
        onChange={letGo}
      />
      {mark === undefined ? undefined : (
        <datalist id={id}>
          <option value={mark} />
        </datalist>
      )}
      <small id={`${id}-line`}>
        {draft.value === undefined ? says : `${resembles} → ${draft.value}: let go, or press Enter. ${says}`}
      </small>
    </div>
  )
}
