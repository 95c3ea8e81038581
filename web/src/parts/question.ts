import { fill, h } from '../dom';

export interface Question {
  placeholder: string;
  name: string;
  /** Of the button. */
  label: string;
  meaning: string;
}

/** Asks for a line of text, in the place of the buttons; others will read the answer. */
export function ask(question: Question, place: HTMLElement, cancel: () => void, answered: (text: string) => Promise<void>): void {
  const input = h('input', {
    type: 'text',
    required: true,
    maxlength: 500,
    placeholder: question.placeholder,
    'aria-label': question.name,
  });
  const form = h(
    'form',
    { class: 'reason' },
    h('p', { class: 'faint' }, question.meaning),
    h(
      'div',
      { class: 'field-row' },
      input,
      h('button', { type: 'submit', class: 'primary' }, question.label),
      h('button', { type: 'button', onclick: cancel }, 'Cancel'),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text !== '') void answered(text);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') cancel();
  });
  fill(place, form);
  input.focus();
}
