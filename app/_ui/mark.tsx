/** What a shape means, in every picture: circle good, triangle attention, octagon bad, diamond planned, ring unknown. */
export type Tone = 'good' | 'warn' | 'bad' | 'plan' | 'none';
/** solid = holds now or needs someone; hollow = not yet or no longer; dashed = nothing is known or sent. */
export type Fill = 'solid' | 'hollow' | 'dashed';
export type Shape = 'circle' | 'half' | 'triangle' | 'octagon' | 'diamond';

const PATHS: Record<Shape, string> = {
  circle: 'M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2z',
  half: 'M8 2a6 6 0 1 1 0 12A6 6 0 1 1 8 2zM8 3.7v8.6a4.3 4.3 0 0 0 0-8.6z',
  triangle: 'M8 2l6.5 11.6h-13z',
  octagon: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1zM4.5 6.9v2.2h7V6.9z',
  diamond: 'M8 1.6l6.4 6.4L8 14.4 1.6 8z',
};
const SHAPE_OF: Record<Tone, Shape> = {
  good: 'circle',
  warn: 'triangle',
  bad: 'octagon',
  plan: 'diamond',
  none: 'circle',
};

/** The bare shape of a tone; decorative, its meaning is always written beside it. */
export function ShapeOf({ tone, shape, fill = 'solid' }: { tone: Tone; shape?: Shape; fill?: Fill }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={fill === 'solid' ? undefined : `hollow ${fill}`}>
      <path d={PATHS[shape ?? SHAPE_OF[tone]]} fillRule="evenodd" />
    </svg>
  );
}

/** A shape, a word and a colour. `needed` gives it weight: only for what needs a person. */
export function Mark(props: { tone: Tone; shape?: Shape; fill?: Fill; needed?: boolean; children: React.ReactNode }) {
  const { tone, shape, fill, needed, children } = props;
  return (
    <span className={needed ? `mark ${tone} needed` : `mark ${tone}`}>
      <ShapeOf tone={tone} shape={shape} fill={fill} />
      <span>{children}</span>
    </span>
  );
}
