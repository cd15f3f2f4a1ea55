//! Marks on a plane, as SVG and as PNG.

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, EmptyElement, Rectangle};
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::{BLACK, Color, RGBColor, WHITE};

/// Pixels left free above and below, so that lines at the edges are not cut in half.
const EDGE: u32 = 4;
/// Half the size of a point, in pixels.
const POINT: u32 = 7;
/// Width of lines through points.
const THICK: u32 = 5;
/// Width of lines across.
const THIN: u32 = 2;
/// The bitmap backend puts corners on whole pixels, which makes lines uneven: it draws so many times larger.
const FINER: u32 = 2;

/// A colour, for the page and for the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    pub hex: &'static str,
    pub rgb: (u8, u8, u8),
}

impl Ink {
    fn color(self) -> RGBColor {
        let (red, green, blue) = self.rgb;
        RGBColor(red, green, blue)
    }
}

/// Something drawn. Places are (column, share of the height): (0, 0) is at the bottom left.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// A filled rectangle, from its bottom left to its top right.
    Filled { from: (f64, f64), to: (f64, f64), ink: Ink, strength: f64 },
    /// A straight line across.
    Rule { at: f64, strength: f64 },
    /// A line through points; dashed with square points, or solid with round ones.
    Line { points: Vec<(f64, f64)>, ink: Ink, is_dashed: bool },
}

impl Mark {
    pub fn filled(from: (f64, f64), to: (f64, f64), ink: Ink, strength: f64) -> Self {
        Self::Filled { from, to, ink, strength }
    }

    pub fn rule(at: f64) -> Self {
        Self::Rule { at, strength: 0.35 }
    }

    /// What bars stand on.
    pub fn base() -> Self {
        Self::Rule { at: 0.0, strength: 0.9 }
    }

    /// One line for each stretch of points without a gap.
    pub fn line(points: &[Option<(f64, f64)>], ink: Ink, is_dashed: bool) -> Vec<Self> {
        let stretches = points.split(Option::is_none).filter(|stretch| !stretch.is_empty());
        let line =
            |stretch: &[Option<(f64, f64)>]| Self::Line { points: stretch.iter().flatten().copied().collect(), ink, is_dashed };
        stretches.map(line).collect()
    }
}

type Plane<'a, DB> = ChartContext<'a, DB, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Outcome<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// What is drawn, and how large.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture<'a> {
    pub width: u32,
    pub height: u32,
    /// Length of the horizontal axis: a column is 1.
    pub span: f64,
    pub marks: &'a [Mark],
}

impl Picture<'_> {
    /// An SVG element; empty where it cannot be drawn, which takes more than memory to happen.
    pub fn svg(self) -> String {
        let mut text = String::new();
        let area = SVGBackend::with_string(&mut text, (self.width, self.height)).into_drawing_area();
        let drawn = self.draw(&area, 1).and_then(|()| area.present());
        drop(area);
        if drawn.is_ok() { text } else { String::new() }
    }

    /// A PNG with a transparent background; empty likewise.
    pub fn png(self) -> Vec<u8> {
        let pixels = matte(&self.bitmap(WHITE), &self.bitmap(BLACK));
        encode(self.width, self.height, &pixels).unwrap_or_default()
    }

    /// Three bytes a pixel.
    fn bitmap(self, background: RGBColor) -> Vec<u8> {
        let (width, height) = (self.width * FINER, self.height * FINER);
        let mut buffer = vec![0; usize::try_from(u64::from(width) * u64::from(height) * 3).unwrap_or_default()];
        let area = BitMapBackend::with_buffer(&mut buffer, (width, height)).into_drawing_area();
        let drawn = area.fill(&background).and_then(|()| self.draw(&area, FINER)).and_then(|()| area.present());
        drop(area);
        if drawn.is_ok() { shrink(&buffer, usize::try_from(width).unwrap_or_default()) } else { Vec::new() }
    }

    fn draw<DB: DrawingBackend>(self, area: &DrawingArea<DB, Shift>, scale: u32) -> Outcome<DB> {
        let edge = EDGE * scale;
        let mut plane =
            ChartBuilder::on(area).margin_top(edge).margin_bottom(edge).build_cartesian_2d(0.0..self.span, 0.0..1.0)?;
        self.marks.iter().try_for_each(|mark| self.draw_mark(&mut plane, scale, mark))
    }

    fn draw_mark<DB: DrawingBackend>(self, plane: &mut Plane<'_, DB>, scale: u32, mark: &Mark) -> Outcome<DB> {
        match mark {
            Mark::Filled { from, to, ink, strength } => {
                let style = ink.color().mix(*strength).filled();
                // Nothing has no height; a rectangle without any is a line of one pixel.
                plane.draw_series((to.1 > from.1).then(|| Rectangle::new([*from, *to], style)))?;
            }
            Mark::Rule { at, strength } => {
                let style = super::GREY.color().mix(*strength).stroke_width(THIN * scale);
                plane.draw_series(LineSeries::new([(0.0, *at), (self.span, *at)], style))?;
            }
            Mark::Line { points, ink, is_dashed: false } => {
                let style = ink.color().stroke_width(THICK * scale);
                plane.draw_series(LineSeries::new(points.clone(), style))?;
                plane.draw_series(points.iter().map(|point| Circle::new(*point, POINT * scale, ink.color().filled())))?;
            }
            Mark::Line { points, ink, is_dashed: true } => {
                let style = ink.color().stroke_width(THICK * scale);
                plane.draw_series(DashedLineSeries::new(points.clone(), 14 * scale, 8 * scale, style))?;
                let half = i32::try_from(POINT * scale).unwrap_or_default();
                let square = [(-half, -half), (half, half)];
                let squares = points.iter().map(|point| EmptyElement::at(*point) + Rectangle::new(square, ink.color().filled()));
                plane.draw_series(squares)?;
            }
        }
        Ok(())
    }
}

/// A smaller bitmap, each pixel the mean of [`FINER`]² in rows of `width`.
fn shrink(pixels: &[u8], width: usize) -> Vec<u8> {
    let finer = FINER as usize;
    let mut smaller = Vec::with_capacity(pixels.len() / (finer * finer));
    for rows in pixels.chunks_exact(width * 3 * finer) {
        for column in 0..width / finer {
            for channel in 0..3 {
                let block = (0..finer).flat_map(|y| (0..finer).map(move |x| (y * width + column * finer + x) * 3 + channel));
                let sum: usize = block.map(|at| usize::from(rows[at])).sum();
                smaller.push(u8::try_from(sum / (finer * finer)).unwrap_or(u8::MAX));
            }
        }
    }
    smaller
}

/// The picture without its background, four bytes a pixel. The bitmap backend knows no transparency, but of the same picture on
/// white and on black it can be told: where they differ by everything there is nothing, where they do not it is opaque.
fn matte(white: &[u8], black: &[u8]) -> Vec<u8> {
    let pixels = white.as_chunks::<3>().0.iter().zip(black.as_chunks::<3>().0);
    pixels
        .flat_map(|(white, black)| {
            let seen_through =
                white.iter().zip(black).map(|(white, black)| white.saturating_sub(*black)).max().unwrap_or_default();
            let alpha = 255 - seen_through;
            let own =
                |shade: u8| u8::try_from((u16::from(shade) * 255).checked_div(alpha.into()).unwrap_or_default()).unwrap_or(255);
            [own(black[0]), own(black[1]), own(black[2]), alpha]
        })
        .collect()
}

fn encode(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(rgba)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_taken_away_and_colours_stay() {
        let white = [255, 255, 255, 0, 158, 115, 191, 191, 191];
        let black = [0, 0, 0, 0, 158, 115, 64, 64, 64];
        assert_eq!(matte(&white, &black), [0, 0, 0, 0, 0, 158, 115, 255, 127, 127, 127, 128]);
    }

    #[test]
    fn a_smaller_bitmap_has_the_means_of_a_larger_one() {
        let row = [0, 10, 20, 0, 10, 20, 255, 255, 255, 255, 255, 255];
        let other = [100, 10, 20, 100, 10, 20, 0, 0, 0, 0, 0, 0];
        assert_eq!(shrink(&[row, other].concat(), 4), [50, 10, 20, 127, 127, 127]);
    }

    #[test]
    fn a_line_breaks_where_a_week_is_unknown() {
        let points = [Some((0.5, 0.1)), None, Some((2.5, 0.2)), Some((3.5, 0.3)), None];
        let ink = Ink { hex: "#000000", rgb: (0, 0, 0) };
        let lengths: Vec<usize> = Mark::line(&points, ink, false)
            .iter()
            .map(|mark| if let Mark::Line { points, .. } = mark { points.len() } else { 0 })
            .collect();
        assert_eq!(lengths, [1, 2]);
    }
}
