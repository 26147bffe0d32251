import { type Fill, SHAPE_OF, SHAPE_PATHS, type Shape, type Tone } from './shapes.ts';

export type { Fill, Shape, Tone };

/** The bare shape of a tone; decorative, its meaning is always written beside it. */
export function ShapeOf({ tone, shape, fill = 'solid' }: { tone: Tone; shape?: Shape; fill?: Fill }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={fill === 'solid' ? undefined : `hollow ${fill}`}>
      <path d={SHAPE_PATHS[shape ?? SHAPE_OF[tone]]} fillRule="evenodd" />
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
