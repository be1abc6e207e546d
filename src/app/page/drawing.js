// From a picture's data to what ECharts draws: colours by name, texts as they stand, a narrow form. A plain script and not a
// module, so that a report page, which holds all its scripts in itself, can use it as well: it sets `ententeDrawing`.
(function () {
  "use strict";
  const colours = {
    light: {
      ink: "#1a2330", muted: "#52606f", line: "#b8c2cd", grid: "#e6eaef", paper: "#ffffff", land: "#ececec", m0: "#e4eff8", border: "#aeb9c4", flow: "#9aa7b5",
      c0: "#0b5394", c1: "#e08a00", c2: "#00876c", c3: "#b0327f", c4: "#4fa3d9", c5: "#8a5a00", c6: "#6b4fa0", c7: "#5f6b78",
      s0: "#f2f6fa", s1: "#c3dbee", s2: "#74b0da", s3: "#2673b0", s4: "#08386b", onLight: "#1a2330", onDark: "#ffffff",
    },
    dark: {
      ink: "#e6ebf1", muted: "#a4b1c0", line: "#54616f", grid: "#2a3542", paper: "#121922", land: "#262b31", m0: "#1c3045", border: "#54616f", flow: "#6d7b8a",
      c0: "#5aa9ee", c1: "#f2a93b", c2: "#3cc4a2", c3: "#e57fb8", c4: "#9cd3f7", c5: "#d0a35a", c6: "#b39ae0", c7: "#a4b1c0",
      s0: "#1c2733", s1: "#1d4a73", s2: "#2f7fb8", s3: "#79bde8", s4: "#e3f2fc", onLight: "#e6ebf1", onDark: "#0d141c",
    },
  };
  const own = (at, key) => (at.data && at.data[key] !== undefined ? String(at.data[key]) : "");
  const grouped = (value) => value.toLocaleString("en", { maximumFractionDigits: 6 }).replace(/,/g, "\u202f").replace("-", "\u2212");
  const formatters = {
    $text: (at) => own(at, "text"),
    $brief: (at) => own(at, "brief"),
    $number: (value) => (typeof value === "number" ? grouped(value) : String(value)),
    $whole: (at) => String(Math.round(Array.isArray(at.value) ? at.value[at.value.length - 1] : at.value)),
  };
  // What shows under the pointer is a node with text, so that nothing in it is ever taken for markup.
  function tip(at) {
    const box = document.createElement("div");
    box.className = "tip";
    box.textContent = own(at, "tip") || at.name;
    return box;
  }
  function dressed(value, palette) {
    if (typeof value === "string") return value.startsWith("$") ? formatters[value] ?? palette[value.slice(1)] ?? value : value;
    if (Array.isArray(value)) return value.map((each) => dressed(each, palette));
    if (!value || typeof value !== "object") return value;
    const result = {};
    for (const [key, given] of Object.entries(value)) {
      // Texts of the model stay as they are, whatever they begin with.
      const texts = key === "data" && Array.isArray(given) && given.every((each) => typeof each === "string");
      const text = key === "tip" || key === "name" || ((key === "text" || key === "brief") && typeof given === "string");
      result[key] = text || texts ? given : dressed(given, palette);
    }
    return result;
  }
  function laid(base, over) {
    for (const [key, value] of Object.entries(over)) {
      if (value && typeof value === "object" && base[key] && typeof base[key] === "object") laid(base[key], value);
      else base[key] = value;
    }
    return base;
  }
  const NARROW = 500;
  // About how wide a key of colours is in one line, in pixels.
  const LETTER = 7, MARK = 46;
  function narrow(told, width) {
    const key = told.legend && told.legend.orient !== "vertical" ? told.legend.data ?? [] : [];
    return width < NARROW || key.reduce((sum, name) => sum + LETTER * String(name).length + MARK, 0) > width;
  }
  // How high a chart is at a width: keys whose names stand below each other take more room.
  const height = (panel, width) => panel.height + ((narrow(panel.option, width) && panel.option.$taller) || 0);
  function option(told, { width, theme, patterns = false, font }) {
    const palette = colours[theme];
    const plain = structuredClone(told);
    if (plain.$narrow && narrow(told, width)) laid(plain, plain.$narrow);
    const decal = Boolean(plain.$decal) && patterns;
    for (const key of ["$narrow", "$taller", "$decal"]) delete plain[key];
    const result = dressed(plain, palette);
    result.animation = false;
    result.backgroundColor = "transparent";
    result.textStyle = { fontFamily: font, color: palette.ink };
    result.aria = { enabled: true, label: { enabled: false }, decal: { show: decal } };
    result.tooltip = {
      trigger: "item", confine: true, formatter: tip, backgroundColor: palette.paper, borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: 13 },
    };
    return result;
  }
  globalThis.ententeDrawing = { colours, height, option };
})();
