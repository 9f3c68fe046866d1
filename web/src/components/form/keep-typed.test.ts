import { createFormControl } from 'react-hook-form';
import { expect, test } from 'vitest';
import { keepTyped } from './keep-typed.ts';

const stored = { name: 'Counter', limits: { steps: 24, asks: 2 }, examples: ['Count'] };

function filled() {
  const form = createFormControl({ defaultValues: stored });
  // As a form on a page, which holds values of its own.
  form.reset(structuredClone(stored));
  return form;
}

test('nothing typed meanwhile -> the form is as it was stored', () => {
  const form = filled();
  form.setValue('name', ' Adder ', { shouldDirty: true });
  expect(keepTyped(form)({ ...stored, name: 'Adder' })).toBe(false);
  expect(form.getValues()).toEqual({ ...stored, name: 'Adder' });
  expect(form.getFieldState('name').isDirty).toBe(false);
});

test('typed meanwhile, also inside of a field -> kept, and not saved yet; the rest is as it was stored', () => {
  const form = filled();
  form.setValue('name', ' Adder ', { shouldDirty: true });
  const fill = keepTyped(form);
  form.setValue('limits.steps', 5, { shouldDirty: true });
  form.setValue('examples', ['Add'], { shouldDirty: true });
  expect(fill({ ...stored, name: 'Adder' })).toBe(true);
  expect(form.getValues()).toEqual({ name: 'Adder', limits: { steps: 5, asks: 2 }, examples: ['Add'] });
  expect(form.getFieldState('name').isDirty).toBe(false);
  expect(form.getFieldState('limits.steps').isDirty).toBe(true);
  expect(form.getFieldState('examples').isDirty).toBe(true);
});

test('typed back meanwhile to what it was before -> kept, and not saved yet', () => {
  const form = filled();
  form.setValue('name', 'Adder', { shouldDirty: true });
  const fill = keepTyped(form);
  form.setValue('name', 'Counter', { shouldDirty: true });
  expect(fill({ ...stored, name: 'Adder' })).toBe(true);
  expect(form.getValues('name')).toBe('Counter');
  expect(form.getFieldState('name').isDirty).toBe(true);
});
