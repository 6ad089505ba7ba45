import type { PublishedPage } from "../published/publishedPage.ts";
import { framed, type View } from "./frame.ts";
import { markup, type Markup } from "./markup.ts";

const radio = (value: string, text: string, checked: boolean): Markup =>
  markup`<label class="choice"><input type="radio" name="channel" value="${value}"${checked ? markup` checked` : null}> <span>${
    text}</span></label>`;

const box = (value: string, text: string, { checked = false, inner = false } = {}): Markup =>
  markup`<label class="choice${inner ? " in" : ""}"><input type="checkbox" name="part" value="${value}"${
    checked ? markup` checked` : null}> <span>${text}</span></label>`;

/** What can be heard of: a group with what stands under it, and what stands under none. */
function parts({ page: { groups } }: View): Markup {
  const boxes = groups.flatMap(({ group, components }) => [
    ...(group === null ? [] : [box(`g:${group.groupId}`, group.name)]),
    ...components.map(({ component }) => box(`c:${component.componentId}`, component.name, { inner: group !== null })),
  ]);
  return markup`${boxes}`;
}

/** The form by which a reader asks for updates: it works without a script. */
export function subscribeHtml(view: View): string {
  const { page, words, base } = view;
  const { subscribe } = words;
  return framed(view, {
    title: `${words.getUpdates} · ${page.page.name}`,
    body: markup`<p class="meta"><a href="${base}">${words.back}</a></p><section class="card"><h2>${words.getUpdates}</h2>
<form method="post" action="${base}/subscribe">
<fieldset><legend>${subscribe.how}</legend>${(["mail", "chat", "webhook"] as const).map((channel) =>
  radio(channel, subscribe.by[channel], channel === "mail"))}</fieldset>
<fieldset><label class="field" for="address">${subscribe.address}</label><input type="text" id="address" name="address" required
maxlength="2000" autocomplete="email" aria-describedby="hint"><p class="notice" id="hint">${subscribe.hint}</p></fieldset>
<fieldset><legend>${subscribe.ofWhat}</legend>${box("all", subscribe.everything, { checked: true })}${parts(view)}</fieldset>
<button type="submit">${subscribe.press}</button></form></section>`,
  });
}

/** What a page's reader is told, and asked to press where there is something to press. */
export function askingHtml(
  view: View,
  { title, text, press, code }: {
    readonly title: string; readonly text?: string | undefined; readonly press?: string | undefined; readonly code?: string | undefined;
  },
): string {
  const { page, words, base } = view;
  return framed(view, {
    title: `${title} · ${page.page.name}`,
    body: markup`<p class="meta"><a href="${base}">${words.back}</a></p><section class="card"><h2>${title}</h2>${
      text === undefined ? null : markup`<p class="sub">${text}</p>`}${code === undefined ? null : markup`<p><code>${code}</code></p>`}${
      press === undefined ? null : markup`<form method="post"><button type="submit">${press}</button></form>`}</section>`,
  });
}

/** Whether this is the page with that name in its address. */
export const isCalled = (slug: string) => ({ page }: PublishedPage): boolean => page.slug === slug;
