import Foundation

/// The modified discrete cosine transform of 2,048 samples to 1,024 lines, by a Fourier transform of 512 points.
struct CosineTransform: Sendable {
    static let lines = 1_024
    private static let points = lines / 2

    private let window: [Float] = (0..<2 * lines).map { Float(sin((Double($0) + 0.5) * .pi / Double(2 * lines))) }
    /// `exp(-i * pi * (4n + 1) / 4096)`, before the Fourier transform, and `exp(-i * pi * n / 1024)` after it.
    private let before: [(cos: Float, sin: Float)] = (0..<points).map { turn(Double(4 * $0 + 1) / Double(4 * lines)) }
    private let after: [(cos: Float, sin: Float)] = (0..<points).map { turn(Double($0) / Double(lines)) }
    /// `exp(-2 * i * pi * n / 512)`.
    private let roots: [(cos: Float, sin: Float)] = (0..<points / 2).map {
        turn(2 * Double($0) / Double(points))
    }
    private let reversed: [Int] = (0..<points).map { place in
        (0..<points.trailingZeroBitCount).reduce(0) { $0 << 1 | place >> $1 & 1 }
    }

    /// Clockwise, by so many half turns.
    private static func turn(_ halves: Double) -> (cos: Float, sin: Float) {
        (Float(cos(Double.pi * halves)), Float(-sin(Double.pi * halves)))
    }

    /// The lines of 2,048 samples, with a sine window: twice the sum that the standard has.
    func lines(_ samples: [Float]) -> [Float] {
        let half = Self.lines / 2
        let z = zip(samples, window).map { $0 * $1 }
        // Folded, it is a cosine transform of type IV.
        var folded = [Float](repeating: 0, count: Self.lines)
        for n in 0..<half {
            folded[n] = -z[3 * half - 1 - n] - z[3 * half + n]
            folded[half + n] = z[n] - z[2 * half - 1 - n]
        }
        var (re, im) = ([Float](repeating: 0, count: half), [Float](repeating: 0, count: half))
        for n in 0..<half {
            let (a, b, by) = (folded[2 * n], folded[Self.lines - 1 - 2 * n], before[n])
            let place = reversed[n]
            (re[place], im[place]) = (a * by.cos - b * by.sin, a * by.sin + b * by.cos)
        }
        fourier(&re, &im)
        var lines = [Float](repeating: 0, count: Self.lines)
        for k in 0..<half {
            let by = after[k]
            lines[2 * k] = 2 * (re[k] * by.cos - im[k] * by.sin)
            lines[Self.lines - 1 - 2 * k] = -2 * (re[k] * by.sin + im[k] * by.cos)
        }
        return lines
    }

    /// In place; what comes in stands in the order of reversed bits.
    private func fourier(_ re: inout [Float], _ im: inout [Float]) {
        var size = 2
        while size <= Self.points {
            let turn = Self.points / size
            for start in stride(from: 0, to: Self.points, by: size) {
                for n in 0..<size / 2 {
                    let (low, high, by) = (start + n, start + n + size / 2, roots[n * turn])
                    let (a, b) = (re[high] * by.cos - im[high] * by.sin, re[high] * by.sin + im[high] * by.cos)
                    (re[high], im[high]) = (re[low] - a, im[low] - b)
                    (re[low], im[low]) = (re[low] + a, im[low] + b)
                }
            }
            size *= 2
        }
    }
}
