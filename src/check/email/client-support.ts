// Made by schemas/generate-client-support.mjs of the data of caniemail.com (Rémi Parmentier and contributors; MIT), by way of the npm
// package "caniemail" 1.0.5, whose licence is:
//
// MIT License
//
// Copyright © Avi Goldman
// Copyright © Andrew Powell <andrew@shellscape.org>
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

/** The day of the data. */
export const SUPPORT_DATE = '2025-09-09';

/** The families of clients that the data knows, by the word for them in files. */
export const CLIENTS: Readonly<Record<string, string>> = {
  gmail: 'Gmail',
  outlook: 'Outlook',
  yahoo: 'Yahoo! Mail',
  'apple-mail': 'Apple Mail',
  aol: 'AOL',
  thunderbird: 'Mozilla Thunderbird',
  'samsung-email': 'Samsung Email',
  sfr: 'SFR',
  orange: 'Orange',
  protonmail: 'ProtonMail',
  hey: 'HEY',
  'mail-ru': 'Mail.ru',
  fastmail: 'Fastmail',
  laposte: 'LaPoste.net',
  't-online-de': 'T-online.de',
  'free-fr': 'Free.fr',
  gmx: 'GMX',
  'web-de': 'WEB.DE',
  'ionos-1and1': '1&1',
  rainloop: 'RainLoop',
  'wp-pl': 'WP.pl',
};

/** Where a client runs, by its word in the data. */
export const PLATFORMS: Readonly<Record<string, string>> = {
  'desktop-app': 'Desktop',
  'desktop-webmail': 'Desktop Webmail',
  'mobile-webmail': 'Mobile Webmail',
  webmail: 'Webmail',
  ios: 'iOS',
  android: 'Android',
  windows: 'Windows',
  macos: 'macOS',
  'outlook-com': 'Outlook.com',
};

/** One feature a line: slug, name, what to look for, and who does not follow it (all of a family, or those of its platforms that are named). */
export const SUPPORT = `
css-at-import | @import | at import | gmail, orange, outlook macos outlook-com ios android, thunderbird, yahoo, aol, samsung-email, sfr, protonmail desktop-webmail ios, mail-ru, fastmail, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1 android, wp-pl
css-block-inline-size | block-size & inline-size | property block-size | gmail, orange desktop-webmail ios, outlook, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-clip-path | clip-path | property clip-path | gmail, orange, outlook, yahoo, aol, gmx desktop-webmail, web-de desktop-webmail
css-column-count | column-count | property column-count | gmail mobile-webmail, outlook windows, yahoo, aol, gmx desktop-webmail, web-de desktop-webmail
css-display-flex | display:flex | property display: flex | orange, outlook windows, gmx desktop-webmail, web-de desktop-webmail
css-display-grid | display:grid | property display: grid | gmail desktop-webmail ios android, orange, outlook windows ios android, yahoo, aol, gmx desktop-webmail, web-de desktop-webmail
css-filter | filter | property filter | gmail, orange, outlook, yahoo, aol, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-float | float | property float | outlook windows
css-function-clamp | clamp() | value clamp( | orange, outlook, samsung-email, aol, yahoo, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-function-light-dark | light-dark() | value light-dark( | gmail, orange desktop-webmail ios, outlook windows macos outlook-com ios, aol desktop-webmail ios, yahoo desktop-webmail ios, free-fr, gmx
css-function-max | max() | value max( | orange, outlook, samsung-email, aol, yahoo, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-function-min | min() | value min( | orange, outlook, samsung-email, aol, yahoo, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-gap | gap, column-gap, row-gap | property gap | gmail mobile-webmail, orange, outlook windows, yahoo, aol, gmx
css-inline-size | inline-size | property inline-size | apple-mail, gmail, orange desktop-webmail, outlook, yahoo, aol, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-margin-block-start-end | margin-block-start & margin-block-end | property margin-block-start | apple-mail ios, gmail, outlook, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-margin-inline-block | margin-inline & margin-block | property margin-inline | apple-mail ios, gmail, outlook, samsung-email, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-margin-inline-start-end | margin-inline-start & margin-inline-end | property margin-inline-start | apple-mail ios, gmail, outlook, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-mask-image | mask-image | property mask-image | gmail, outlook windows outlook-com ios android, yahoo, aol, gmx desktop-webmail, web-de desktop-webmail
css-mix-blend-mode | mix-blend-mode | property mix-blend-mode | gmail mobile-webmail, orange, outlook windows, yahoo, aol, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-modern-color | lch(), oklch(), lab(), oklab() | value oklch( | gmail, outlook, yahoo, aol, samsung-email, thunderbird, protonmail android
css-nesting | CSS Nesting | selector & | gmail, outlook, sfr ios, aol desktop-webmail, yahoo, mail-ru
css-object-fit | object-fit | property object-fit | gmail mobile-webmail, orange, outlook windows, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-padding-block-start-end | padding-block-start & padding-block-end | property padding-block-start | apple-mail ios, gmail, outlook, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-padding-inline-block | padding-inline & padding-block | property padding-inline | apple-mail ios, gmail, outlook, samsung-email, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-padding-inline-start-end | padding-inline-start & padding-inline-end | property padding-inline-start | apple-mail ios, gmail, outlook, aol, yahoo, gmx desktop-webmail, web-de desktop-webmail
css-position | position | property position: absolute | gmail, outlook windows ios, mail-ru
css-pseudo-class-has | :has() | selector :has( | gmail, orange ios android, outlook, sfr, thunderbird, aol, yahoo, protonmail android, mail-ru, laposte, gmx desktop-webmail, web-de desktop-webmail
css-pseudo-class-not | :not | selector :not( | gmail, outlook, sfr, aol, yahoo, protonmail desktop-webmail ios, mail-ru, laposte, gmx desktop-webmail, web-de desktop-webmail
css-pseudo-element-after | ::after | selector ::after | gmail, orange, outlook windows android, sfr, aol, yahoo, protonmail desktop-webmail ios, mail-ru, laposte, gmx desktop-webmail, web-de desktop-webmail
css-pseudo-element-before | ::before | selector ::before | gmail, orange, outlook windows android, sfr, aol, yahoo, protonmail desktop-webmail ios, mail-ru, laposte, gmx desktop-webmail, web-de desktop-webmail
css-transform | transform | property transform | gmail, orange, outlook, yahoo, aol, mail-ru, gmx desktop-webmail, web-de desktop-webmail
css-unit-calc | CSS calc() function | value calc( | outlook, aol, yahoo, orange, gmx desktop-webmail, web-de desktop-webmail
css-unit-rem | rem unit | value rem | outlook windows, aol, yahoo, orange, gmx desktop-webmail, web-de desktop-webmail
css-unit-vh | vh unit | value vh | outlook windows, orange, sfr android, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-unit-vw | vw unit | value vw | outlook windows, orange, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-variables | CSS Variables (Custom Properties) | value var( | gmail, orange, outlook, aol, yahoo, mail-ru, fastmail, gmx desktop-webmail, web-de desktop-webmail
css-visibility | visibility | property visibility: hidden | gmail, orange, outlook windows, aol desktop-webmail
css-writing-mode | writing-mode | property writing-mode | orange, outlook windows, aol, yahoo, fastmail, gmx desktop-webmail, web-de desktop-webmail
html-audio | <audio> element | element audio | gmail, orange, outlook, aol, yahoo, protonmail, hey, mail-ru, fastmail, laposte, gmx, web-de, ionos-1and1 desktop-webmail
html-base | <base> | element base | orange, outlook android, sfr, protonmail ios android, mail-ru, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1 android
html-button-submit | <button type="submit"> element | element button | outlook windows macos outlook-com ios, yahoo ios, protonmail android, hey, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1 android
html-dialog | <dialog> element | element dialog | gmail desktop-webmail ios mobile-webmail, orange, outlook, yahoo, aol, protonmail desktop-webmail ios, hey, mail-ru, fastmail, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-form | <form> element | element form | orange, outlook windows, sfr desktop-webmail, yahoo ios, protonmail, hey, mail-ru, fastmail, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-hidden | hidden attribute | attribute hidden | gmail, outlook, aol desktop-webmail, yahoo, gmx desktop-webmail, web-de desktop-webmail
html-image-maps | Image maps | attribute usemap | aol ios android, yahoo android, protonmail android, hey
html-input-checkbox | <input type="checkbox"> element | element input[type=checkbox] | orange, outlook windows, sfr, protonmail, hey, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-input-radio | <input type="radio"> element | element input[type=radio] | orange, outlook windows, sfr, protonmail, hey, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-input-text | <input type="text"> element | element input[type=text] | orange, outlook windows android, samsung-email, sfr, yahoo android, protonmail, hey, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-link | <link> element | element link[rel=stylesheet] | gmail, orange, outlook macos outlook-com ios android, thunderbird, yahoo, aol, samsung-email, sfr, protonmail, hey, mail-ru, fastmail, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1, wp-pl
html-marquee | <marquee> element | element marquee | gmail, orange desktop-webmail, outlook windows, hey, mail-ru, fastmail, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-meter | <meter> element | element meter | gmail desktop-webmail ios mobile-webmail, orange, outlook windows, yahoo, aol, hey, mail-ru, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-object | <object> element | element object | gmail, orange, outlook, sfr, aol, yahoo, protonmail, hey, mail-ru, fastmail, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-progress | <progress> element | element progress | gmail desktop-webmail ios mobile-webmail, orange, outlook, yahoo, aol, hey, mail-ru, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-select | <select> element | element select | outlook windows, sfr, yahoo ios, hey, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1 android
html-svg | Embedded <svg> image | element svg | gmail, outlook, aol, yahoo, hey, mail-ru, fastmail, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
html-textarea | <textarea> element | element textarea | outlook windows android, samsung-email, sfr, yahoo android, hey, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1 android
html-video | <video> element | element video | gmail, orange, outlook windows outlook-com ios android, aol, yahoo, protonmail, hey, mail-ru, fastmail, laposte, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
image-avif | AVIF image format | image avif | orange ios, outlook windows, sfr ios, mail-ru, fastmail, gmx, web-de, ionos-1and1
image-base64 | Base 64 image format | image data: | gmail, sfr desktop-webmail, hey, laposte
image-heif | HEIF image format | image heic | outlook windows outlook-com android, samsung-email, thunderbird, aol android, yahoo android, orange, sfr, protonmail android, hey, mail-ru, fastmail, laposte, gmx, web-de, ionos-1and1
image-mp4 | Video as Image Assets | image mp4 | gmail, orange android, outlook windows macos android, samsung-email, sfr android, thunderbird, aol android, yahoo android, protonmail android, hey, mail-ru, fastmail, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
image-svg | SVG image format | image svg | gmail desktop-webmail mobile-webmail, mail-ru
image-tiff | TIFF image format | image tiff | outlook windows outlook-com android, samsung-email, thunderbird, aol desktop-webmail android, yahoo desktop-webmail android, orange desktop-webmail android, sfr android, protonmail android, mail-ru, fastmail, gmx desktop-webmail android, web-de desktop-webmail android, ionos-1and1
image-webp | webP image format | image webp | outlook windows
`;
