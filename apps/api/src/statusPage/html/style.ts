import { createHash } from "node:crypto";

/** Everything that pages look like; light unless the system asks for dark. */
export const style = `
:root{color-scheme:light;--page:#f5f6f8;--surface:#fff;--line:#dde2e9;--strong:#c3cbd6;--ink:#141d29;--ink2:#465467;--ink3:#5f6d80;
--accent:#0b5cad;--good:#17784a;--bar:#43936c;--warn:#9a5700;--bad:#bf2418;--plan:#6346b5;--idle:#c3cbd6}
@media (prefers-color-scheme:dark){:root{color-scheme:dark;--page:#0d131a;--surface:#141c25;--line:#243040;--strong:#37465a;--ink:#e7edf4;
--ink2:#adbac9;--ink3:#8a99ab;--accent:#6cb2f5;--good:#52c78f;--bar:#3c9a6d;--warn:#eba94d;--bad:#ff7a6e;--plan:#b29cf5;--idle:#37465a}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/22px "Inter Variable",Inter,system-ui,sans-serif;
font-variant-numeric:tabular-nums}
.all{max-width:872px;margin:0 auto;padding:12px 14px 40px}
a{color:var(--accent);font-weight:550;text-decoration:none}
a:hover,p a,.plain a{text-decoration:underline}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
header{display:flex;align-items:center;gap:12px;min-height:44px;margin-bottom:4px}
header img{height:22px;width:auto}
h1{font-size:18px;line-height:24px;font-weight:640;flex:1;overflow-wrap:anywhere}
h1 a,h2 a{color:inherit;font-weight:inherit}
h2{font-size:20px;line-height:28px;font-weight:640;overflow-wrap:anywhere}
h3{font-size:15px;line-height:22px;font-weight:620}
.zone,.meta{color:var(--ink3);font-size:13px;line-height:18px}
.button{border:1px solid var(--strong);border-radius:8px;background:var(--surface);color:var(--ink);padding:4px 12px;font-size:13px}
.card,.list{background:var(--surface);border:1px solid var(--line);border-radius:10px;margin-top:12px}
.card{padding:14px 20px}
.now{border-left:5px solid var(--warn)}
.now.bad{border-left-color:var(--bad)}
.now.plan{border-left-color:var(--plan)}
.well{display:flex;gap:10px;align-items:center;margin:14px 4px 2px}
.lead{display:flex;gap:10px}
.sub{color:var(--ink2)}
.updates{list-style:none;border-top:1px solid var(--line);margin-top:10px;padding-top:10px}
.updates li{display:flex;gap:8px;margin-top:6px}
.updates li:first-child{margin-top:0}
.updates .at{flex:0 0 68px;color:var(--ink3)}
.far .at{flex-basis:150px}
.updates .said{white-space:pre-line;overflow-wrap:anywhere;min-width:0}
.good{color:var(--good)}.warn{color:var(--warn)}.bad-ink{color:var(--bad)}.plan-ink{color:var(--plan)}
.list{list-style:none;overflow:hidden}
.list>li{padding:8px 20px 7px;border-top:1px solid var(--line)}
.list>li:first-child{border-top:0}
.list>.head{background:var(--page)}
.head h2{font-size:15px;line-height:22px}
.row{display:flex;gap:8px;align-items:baseline}
.row .name{font-weight:620;overflow-wrap:anywhere}
.row .name a{color:inherit;font-weight:inherit}
.row .grow{flex:1;min-width:0}
.row .state{font-weight:620;white-space:nowrap}
.notice{color:var(--ink2);font-size:13px}
.bars{display:flex;gap:2px;height:22px;align-items:flex-end;margin:1px 0 3px}
.bars a{flex:1;height:16px;border-radius:2px;background:var(--bar);min-width:0}
.bars .d{background:linear-gradient(var(--bar) 50%,var(--warn) 50%)}
.bars .m{background:linear-gradient(var(--bar) 50%,var(--plan) 50%)}
.bars .o{height:22px;background:var(--bad)}
.bars .n{background:repeating-linear-gradient(45deg,var(--idle) 0 1.5px,transparent 1.5px 4px);border:1px solid var(--line)}
.under{display:flex;justify-content:space-between;color:var(--ink3);font-size:12.5px;line-height:16px}
.under a{color:inherit;font-weight:400}
.narrow{display:none}
.two{display:grid;grid-template-columns:1fr 1fr;gap:12px}
footer{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between;margin-top:14px;font-size:13px;color:var(--ink3)}
footer a{font-size:13px}
table{border-collapse:collapse;width:100%;margin-top:8px}
th,td{text-align:left;padding:5px 8px 5px 0;border-top:1px solid var(--line);font-weight:400;vertical-align:top}
thead th{border-top:0;color:var(--ink3);font-size:13px}
td.figure{font-weight:620}
.plain{list-style:none}.plain li{margin-top:8px}.plain+p{margin-top:8px}
.under a{white-space:nowrap}
form{margin-top:10px}
fieldset{border:0;margin:0 0 14px;padding:0;min-width:0}
legend,.field{font-weight:620;padding:0;margin-bottom:4px;display:block}
.choice{display:flex;gap:8px;align-items:baseline;margin-top:5px}
.choice.in{margin-left:22px}
input[type=text]{width:100%;max-width:440px;font:inherit;color:inherit;background:var(--page);border:1px solid var(--strong);border-radius:8px;
padding:8px 10px}
input:focus-visible,button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
button{font:inherit;font-weight:620;color:var(--page);background:var(--accent);border:0;border-radius:8px;padding:9px 16px;min-height:40px}
code{font:13px/20px ui-monospace,monospace;overflow-wrap:anywhere}
@media (max-width:600px){
.all{padding-inline:14px}.zone{display:none}.two{grid-template-columns:1fr;gap:0}.card{padding:12px 15px}.list>li{padding-inline:15px}
.bars a:nth-child(-n+45){display:none}.wide{display:none}.narrow{display:inline}.updates .at{flex-basis:50px}.far .at{flex-basis:96px}
}
@media print{body{background:#fff}.button,footer nav{display:none}.card,.list{break-inside:avoid}.bars a{print-color-adjust:exact}}
`;

const hash = createHash("sha256").update(style).digest("base64");

/** What pages may do in a browser: show themselves, with this style and a logo. No script runs, whatever somebody typed. */
export const policyOf = (logoUrl: string | null): string =>
  [
    "default-src 'none'", `style-src 'sha256-${hash}'`, `img-src 'self'${logoUrl === null ? "" : ` ${new URL(logoUrl).origin}`}`,
    "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
  ].join("; ");
