import type { SVGAttributes } from 'preact'

/** What makes a part of a picture a button: the name that tells its state, and Enter beside the click. */
export function choosable(label: string, isChosen: boolean, choose: () => void): SVGAttributes<SVGGElement> {
  return {
    role: 'button',
    tabindex: 0,
    'aria-label': label,
    'aria-pressed': isChosen,
    onClick: choose,
    onKeyDown: (event) => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      choose()
    },
  }
}
