import { EMPTY_PERCENT, LOW_PERCENT } from '../supply-level.ts'

const WIDTH_PIXELS = 72

const color = (percent: number) => (percent <= EMPTY_PERCENT ? '#d13212' : percent <= LOW_PERCENT ? '#b2911c' : '#037f0c')

/** A level as a bar, with its words beside it; the words alone where there is no number to draw. */
export function LevelBar({ percent, text }: { percent: number | null; text: string }) {
  if (percent === null) return <>{text}</>
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8, whiteSpace: 'nowrap' }}>
      <span aria-hidden style={{ width: WIDTH_PIXELS, height: 8, borderRadius: 4, background: '#d5dbdb', overflow: 'hidden' }}>
        <span style={{ display: 'block', height: '100%', width: `${percent}%`, background: color(percent) }} />
      </span>
      {text}
    </span>
  )
}
