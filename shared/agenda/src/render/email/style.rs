//! Styles, written into each element: not every reader of email keeps a style sheet.

/// Those readers that keep one know whether it is dark; what is inline would win otherwise.
pub(super) const DARK: &str = "\
@media (prefers-color-scheme: dark) {
.paper { background: #15181c !important; color: #e6e4df !important; }
.card, .tile { background: #1e2227 !important; border-color: #343a41 !important; }
.h2, .row, .cell, .head { border-color: #343a41 !important; }
.soft, .aside, .head, .footer, .label { color: #a2a8b0 !important; }
.link { color: #8abaf0 !important; }
.bad { color: #ff8a80 !important; }
.good, .first { color: #82d49c !important; }
.first, .decision { background: #1b3625 !important; }
.missing { color: #f0c26b !important; background: #3a2f18 !important; }
}
@media (max-width: 480px) {
.main { padding: 16px 12px !important; }
.cell, .head { padding: 4px 3px !important; font-size: 12px !important; }
}
";

/// An element of a class: `class` for the dark, the same inline for everybody else.
pub(super) fn element(tag: &str, class: &str, html: &str) -> String {
    format!("<{tag} class=\"{class}\" style=\"{}\">{html}</{tag}>\n", of(class))
}

/// What a class looks like.
pub(super) fn of(class: &str) -> &'static str {
    match class {
        "paper" => {
            "margin:0;padding:0;background:#f6f5f1;color:#1e2329;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
        }
        "main" => "max-width:640px;margin:0 auto;padding:28px 20px;overflow-wrap:anywhere",
        "h1" => "margin:0;font-size:28px;line-height:1.2",
        "h2" => "margin:36px 0 12px;padding-bottom:4px;border-bottom:2px solid #dfdcd3;font-size:20px;line-height:1.3",
        "h3" => "margin:0;font-size:15px;line-height:1.4",
        "lead" => "margin:12px 0 0;font-size:17px",
        "soft" => "margin:4px 0;color:#5b636d;font-size:14px",
        "aside" => "color:#5b636d;font-size:14px",
        "footer" => "margin:40px 0 0;color:#5b636d;font-size:13px",
        "card" => "margin:0 0 12px;padding:12px 16px;background:#ffffff;border:1px solid #dfdcd3;border-radius:6px",
        "form" => "margin:8px 0;padding-left:24px",
        "row" => "padding:9px 0;border-bottom:1px solid #dfdcd3",
        "decision" => "display:inline-block;margin-top:6px;padding:3px 10px;background:#e0f2e5;border-radius:4px",
        "missing" => "padding:1px 6px;background:#fdf1d8;color:#855300;border-radius:4px",
        "first" => "padding:1px 8px;background:#e0f2e5;color:#1b6e3c;border-radius:10px;font-size:13px;font-weight:bold",
        "bad" => "color:#b3261e",
        "good" => "color:#1b6e3c;font-weight:bold",
        "link" => "color:#0b57a4",
        "table" => "width:100%;border-collapse:collapse;margin:12px 0;overflow-wrap:normal",
        "cell" => "padding:5px 6px;border-bottom:1px solid #dfdcd3;font-size:14px;text-align:right",
        "head" => {
            "padding:5px 6px;border-bottom:1px solid #dfdcd3;color:#5b636d;font-size:13px;font-weight:normal;text-align:right"
        }
        "tile" => "padding:8px 12px;background:#ffffff;border:1px solid #dfdcd3;font-size:14px;text-align:left",
        "figure" => "margin:24px 0 0",
        "label" => "padding:0 6px 0 0;color:#5b636d;font-size:11px;line-height:1;text-align:right;white-space:nowrap",
        "picture" => "display:block;width:100%;max-width:560px;height:auto;border:0",
        _ => "",
    }
}
