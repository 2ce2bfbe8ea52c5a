import Foundation

/// From samples to the 576 lines of a granule: 32 bands by the polyphase filter, 18 lines of each by a cosine transform,
/// and what neighbouring bands have in common taken out (ISO/IEC 11172-3, C.1).
struct FilterBank: Sendable {
    /// Samples of every band that a transform takes.
    private static let slots = 36
    /// Samples that the lines of a granule are made of.
    static let inputLength = 32 * (slots - 1) + 512

    /// By band and place.
    private let matrix: [Float] = (0..<32 * 64).map { entry in
        let (band, place) = (entry / 64, entry % 64)
        let angle = Double((2 * band + 1) * (place - 16)) * Double.pi / 64
        return Float(cos(angle))
    }
    /// By line and place, with its window.
    private let transform: [Float] = (0..<18 * 36).map { entry in
        let (line, place) = (entry / 36, entry % 36)
        let wave = cos(Double((2 * place + 19) * (2 * line + 1)) * Double.pi / 72)
        let window = sin((Double(place) + 0.5) * Double.pi / 36)
        return Float(window * wave / 9)
    }
    private let butterflies: [(own: Float, other: Float)] = FilterBank.edges.map { edge in
        let length = sqrt(1 + edge * edge)
        return (Float(1 / length), Float(edge / length))
    }
    private static let edges: [Double] = [-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037]

    /// The lines of ``inputLength`` samples from -1 to 1.
    func lines(_ samples: [Float]) -> [Float] {
        let bands = bands(samples)
        var lines = [Float](repeating: 0, count: 576)
        bands.withUnsafeBufferPointer { bands in
            transform.withUnsafeBufferPointer { transform in
                for band in 0..<32 {
                    for line in 0..<18 {
                        var sum: Float = 0
                        for place in 0..<36 { sum += bands[band * 36 + place] * transform[line * 36 + place] }
                        lines[band * 18 + line] = sum
                    }
                }
            }
        }
        for edge in stride(from: 18, to: 576, by: 18) {
            for (place, factor) in butterflies.enumerated() {
                let (upper, lower) = (lines[edge - 1 - place], lines[edge + place])
                lines[edge - 1 - place] = upper * factor.own + lower * factor.other
                lines[edge + place] = lower * factor.own - upper * factor.other
            }
        }
        return lines
    }

    /// The samples of each band, band by band; every other one of the odd bands turned over, as their order of
    /// frequencies is.
    private func bands(_ samples: [Float]) -> [Float] {
        var bands = [Float](repeating: 0, count: 32 * Self.slots)
        var folded = [Float](repeating: 0, count: 64)
        samples.withUnsafeBufferPointer { samples in
            PolyphaseWindow.analysis.withUnsafeBufferPointer { window in
                matrix.withUnsafeBufferPointer { matrix in
                    for slot in 0..<Self.slots {
                        let newest = 32 * slot + 511
                        for place in 0..<64 {
                            var sum: Float = 0
                            for turn in stride(from: place, to: 512, by: 64) {
                                sum += samples[newest - turn] * window[turn]
                            }
                            folded[place] = sum
                        }
                        for band in 0..<32 {
                            var sum: Float = 0
                            for place in 0..<64 { sum += matrix[band * 64 + place] * folded[place] }
                            let isTurned = !band.isMultiple(of: 2) && !slot.isMultiple(of: 2)
                            bands[band * Self.slots + slot] = isTurned ? -sum : sum
                        }
                    }
                }
            }
        }
        return bands
    }
}
