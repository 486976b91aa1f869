// What is wrong with a field of an entry, in the reader’s language, out of what the schema’s check found.

import { useWords } from './i18n.tsx';

type Issue = { readonly code: string; readonly message: string } & Readonly<Record<string, unknown>>;

/** What is wrong with a field, in the reader's language. */
export function useFault(): (issue: unknown) => string {
  const { t, n } = useWords();
  return (given) => {
    const issue = given as Issue;
    switch (issue.code) {
      case 'invalid_type':
        return t(issue.message.endsWith('undefined') ? 'fault.missing' : 'fault.type');
      case 'too_small':
        return issue.origin === 'number' || issue.origin === 'int'
          ? t('fault.at-least', { count: n(Number(issue.minimum)) })
          : t('fault.missing');
      case 'too_big':
        return issue.origin === 'number' || issue.origin === 'int'
          ? t('fault.at-most', { count: n(Number(issue.maximum)) })
          : t('fault.too-long', { count: n(Number(issue.maximum)) });
      case 'invalid_format':
        return t('fault.format');
      case 'invalid_value':
      case 'invalid_union':
        return t('fault.choice');
      default:
        switch (issue.message) {
          case 'ends before it starts':
            return t('fault.order');
          case 'min above max':
            return t('fault.min-max');
          case 'at least one language':
            return t('fault.missing');
          case 'either text or reported':
            return t('fault.either-text');
          case 'either by or withinHours':
            return t('fault.either-when');
          default:
            return t('fault.other', { message: issue.message });
        }
    }
  };
}
