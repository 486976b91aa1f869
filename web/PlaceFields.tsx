// Where something is, as it is known: a place of the terms, a point with its uncertainty, or only an area.

import type { Place } from '@sulh/mechanism';
import { useState } from 'react';
import { Choice, Field, text, whole } from './Deed.tsx';
import { useWords } from './i18n.tsx';
import { useMechanism, useNames } from './names.tsx';

const LEVELS = ['district', 'province', 'sector', 'country'] as const;
const KNOWN = ['seen', 'measured', 'told', 'estimated'] as const;

const wayOf = (place: Place): 'terms' | 'point' | 'area' => (place.point ? 'point' : place.ref ? 'terms' : 'area');

/** The fields of a place. `optional`: it may be left out. */
export function PlaceFields({
  before,
  optional,
  known = 'told',
}: {
  before?: Place | undefined;
  optional?: boolean;
  known?: Place['known'];
}) {
  const { t } = useWords();
  const names = useNames();
  const { terms } = useMechanism();
  const [placed, setPlaced] = useState<string>(before ? wayOf(before) : optional ? 'none' : 'terms');
  const ways = [...(optional ? (['none'] as const) : []), 'terms', 'point', 'area'] as const;
  return (
    <>
      <div className="choices" role="radiogroup" aria-label={t('file.place-how')}>
        {ways.map((how) => (
          <label key={how} className="choice-box">
            <input type="radio" name="placed" value={how} checked={placed === how} onChange={() => setPlaced(how)} />
            {t(`file.place.${how}`)}
          </label>
        ))}
      </div>
      {placed !== 'none' && (
        <div className="fields">
          {placed === 'terms' ? (
            <Choice
              name="ref"
              label={t('where')}
              required
              {...(before?.ref ? { value: before.ref } : {})}
              options={terms.places.map((one) => [one.id, names.place(one.id)] as const)}
            />
          ) : (
            <Field
              name="place"
              label={placed === 'area' ? t('file.area-name') : t('file.place-name')}
              required={placed === 'area'}
              value={before ? Object.values(before.area?.name ?? before.name ?? {})[0] : undefined}
            />
          )}
          {placed === 'area' && (
            <Choice
              name="level"
              label={t('file.level')}
              value={before?.area?.level}
              options={LEVELS.map((one) => [one, t(`level.${one}`)] as const)}
            />
          )}
          {placed === 'point' && (
            <>
              <PointFields point={before?.point} />
              <Field
                name="radius"
                label={t('file.radius')}
                type="number"
                dir="ltr"
                min={0}
                max={500}
                step="any"
                value={before?.point?.radiusKm ?? 1}
              />
            </>
          )}
          <Choice
            name="known"
            label={t('file.known')}
            value={before?.known ?? known}
            options={KNOWN.map((one) => [one, t(`known.${one}`)] as const)}
          />
        </div>
      )}
    </>
  );
}

/** Latitude and longitude in degrees. */
export function PointFields({ point }: { point?: { lat: number; lon: number } | undefined }) {
  const { t } = useWords();
  const degrees = (name: 'lat' | 'lon', label: string, limit: number) => (
    <Field
      name={name}
      label={label}
      type="number"
      dir="ltr"
      min={-limit}
      max={limit}
      step="any"
      required
      value={point?.[name]}
    />
  );
  return (
    <>
      {degrees('lat', t('latitude'), 90)}
      {degrees('lon', t('longitude'), 180)}
    </>
  );
}

/** The place that the fields say; undefined when it was left out. */
export function placeIn(form: FormData, language: string): Place | undefined {
  const name = text(form, 'place');
  const known = String(form.get('known')) as Place['known'];
  switch (form.get('placed')) {
    case 'terms':
      return { known, ref: String(form.get('ref')) };
    case 'point':
      return {
        known,
        ...(name ? { name: { [language]: name } } : {}),
        point: { lat: whole(form, 'lat')!, lon: whole(form, 'lon')!, radiusKm: whole(form, 'radius') ?? 0 },
      };
    case 'area':
      return {
        known,
        area: { name: { [language]: name ?? '' }, level: String(form.get('level')) as (typeof LEVELS)[number] },
      };
    default:
      return undefined;
  }
}
