// For whom an entry is: all members, the public, or organisations by name; those who must be among them are said.

import type { Audience } from '@sulh/record';
import { useState } from 'react';
import { Choice } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';
import { useMe } from './session.tsx';

/**
 * `must`: organisations that it cannot go without; `third`: and the chair's, at first, since one of no party has to read it.
 * `first`: what is chosen at first. `closed`: the public is not offered.
 */
export function AudienceFields({
  must = [],
  first = 'members',
  closed,
  third,
}: {
  must?: readonly string[];
  first?: 'members' | 'public' | 'some';
  closed?: boolean;
  third?: boolean;
}) {
  const { t } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const { viewer } = useMe();
  const [audience, setAudience] = useState<string>(first);
  const fixed = [...new Set([viewer?.organisation ?? '', ...must])];
  return (
    <>
      <Choice
        name="audience"
        label={t('audience')}
        value={first}
        onChange={setAudience}
        options={[
          ['members', t('audience.members')],
          ...(closed ? [] : [['public', t('audience.public')] as const]),
          ['some', t('audience.some')],
        ]}
      />
      {audience === 'some' && (
        <fieldset>
          <legend className="field-name">{t('audience.some')}</legend>
          <div className="choices">
            {terms.organisations
              .filter((one) => one.id !== viewer?.organisation)
              .map((one) => (
                <label key={one.id} className="choice-box">
                  <input
                    type="checkbox"
                    name="recipient"
                    value={one.id}
                    defaultChecked={fixed.includes(one.id) || (third && one.id === terms.chair)}
                    disabled={fixed.includes(one.id)}
                  />{' '}
                  {names.organisation(one.id)}
                </label>
              ))}
          </div>
          {fixed.map((one) => (
            <input key={one} type="hidden" name="recipient" value={one} />
          ))}
        </fieldset>
      )}
    </>
  );
}

/** The audience that the fields say. */
export function audienceIn(form: FormData): Audience {
  const chosen = form.get('audience');
  return chosen === 'some' ? [...new Set(form.getAll('recipient').map(String))].sort() : (chosen as Audience);
}
