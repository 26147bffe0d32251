import { REQUEST_STATES } from '#domain/lifecycle.ts';
import { Facts } from '../facts.tsx';
import { Section } from '../section.tsx';
import { StateMark } from '../state-mark.tsx';
import { BAR, BAR_TEXT, GLOSSARY, HOW, RULE_WORDS, RULES, STATES, STEPS, TERMS } from '../words/guide.ts';
import { STATE_MEANS } from '../words/states.ts';

/** What holds for every contract: how an upscale works, its states, the rules in plain words, the terms. Rules are targets of every rule's link. */
export function GuideParts() {
  return (
    <>
      <Section title={HOW} id="upscale">
        <ol className="steps">
          {STEPS.map(([title, text]) => (
            <li key={title}>
              <b>{title}</b> {text}
            </li>
          ))}
        </ol>
      </Section>
      <Section title={BAR} id="bar">
        <p className="max-w-text">{BAR_TEXT}</p>
      </Section>
      <Section title={RULES} id="rules">
        <dl className="facts wide rules">
          {RULE_WORDS.map(([rule, text]) => (
            <div key={rule} id={rule}>
              <dt>{rule}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={STATES} id="states">
        <dl className="facts wide">
          {REQUEST_STATES.map((state) => (
            <div key={state}>
              <dt>
                <StateMark state={state} />
              </dt>
              <dd>{STATE_MEANS[state]}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={TERMS} id="words">
        <Facts facts={GLOSSARY} look="wide" />
      </Section>
    </>
  );
}
