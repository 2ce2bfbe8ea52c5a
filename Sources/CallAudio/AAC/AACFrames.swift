import Foundation

/// Encodes sound as frames of AAC-LC (ISO/IEC 13818-7): one channel at 16 kHz, 64 kbit/s, all frames of one size; long
/// windows, one step of quantization for all bands, and no model of hearing.
struct AACFrames: Sendable {
    /// Samples of a frame: 64 ms.
    static let length = CosineTransform.lines
    /// Bytes of a frame.
    static let size = 512
    /// Bits of a frame besides its end.
    private static let contentBits = size * 8 - 3
    /// The largest value that there is a code for.
    private static let limit = 8_191

    private let transform = CosineTransform()

    /// Where the bands of 16 kHz begin (ISO/IEC 13818-7, table 3.4).
    private static let bands = [
        0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 100, 112, 124, 136, 148, 160, 172, 184, 196, 212, 228, 244, 260,
        280,
        300, 320, 344, 368, 396, 424, 456, 492, 532, 572, 616, 664, 716, 772, 832, 896, 960, 1_024,
    ]

    /// How many frames so many samples need: one more than they fill, since each is heard together with the next.
    static func count(_ samples: Int) -> Int { (samples + length - 1) / length + 1 }

    /// A frame of a mix. Together with the one before, it gives the samples from `(number - 1) * 1024`; the first only
    /// begins.
    func frame(of mix: Mix, _ number: Int) -> [UInt8] {
        let start = (number - 1) * Self.length
        let samples = mix.mono(start..<start + 2 * Self.length)
        guard samples.contains(where: { $0 != 0 }) else { return Self.frame([], step: 100) }
        let lines = transform.lines(samples.map(Float.init))
        let powers = lines.map { pow(abs($0), 0.75) }
        let step = Quantizer.smallestStep(in: 0...255) { step in
            let values = Self.quantized(powers, step)
            return values.allSatisfy { $0 <= Self.limit } && Self.content(values, step).count <= Self.contentBits
        }
        var values = Self.quantized(powers, step)
        for (line, value) in lines.enumerated() where value < 0 { values[line] = -values[line] }
        return Self.frame(values, step: step)
    }

    /// Lines as whole numbers: the decoder makes `value^(4/3) * 2^((step - 100) / 4)` of them.
    private static func quantized(_ powers: [Float], _ step: Int) -> [Int] {
        Quantizer.values(powers, factor: Float(exp2(-0.1875 * Double(step - 100))), limit: limit)
    }

    private static func frame(_ values: [Int], step: Int) -> [UInt8] {
        var bits = content(values, step)
        // Filled up to the size of all frames.
        while contentBits - bits.count >= 7 {
            let room = contentBits - bits.count
            let count = room >= 15 + 8 * 14 ? min(269, (room - 15) / 8) : min(14, (room - 7) / 8)
            bits.write(0b110, 3)
            bits.write(UInt32(min(count, 15)), 4)
            if count >= 15 { bits.write(UInt32(count - 14), 8) }
            for _ in 0..<count { bits.write(0, 8) }
        }
        bits.write(0b111, 3)
        bits.align()
        return bits.bytes
    }

    /// The single channel of a frame.
    private static func content(_ values: [Int], _ step: Int) -> BitWriter {
        let sounds = zip(bands, bands.dropFirst()).map { start, end in
            values.count >= end && values[start..<end].contains { $0 != 0 }
        }
        let bandCount = (sounds.lastIndex(of: true) ?? -1) + 1
        var bits = BitWriter()
        bits.write(0, 7)  // a single channel, the first
        bits.write(UInt32(step), 8)
        bits.write(0, 4)  // long windows of sines
        bits.write(UInt32(bandCount), 6)
        bits.write(0, 1)  // no prediction
        var band = 0
        while band < bandCount {
            let end = sounds[band..<bandCount].firstIndex(of: !sounds[band]) ?? bandCount
            bits.write(sounds[band] ? 11 : 0, 4)
            if end - band >= 31 { bits.write(31, 5) }
            bits.write(UInt32((end - band) % 31), 5)
            band = end
        }
        // The step is the same for all bands: a difference of 0 is the bit 0.
        bits.write(0, sounds.count { $0 })
        bits.write(0, 3)  // no pulses, no shaping in time, no gain control
        for band in 0..<bandCount where sounds[band] {
            for place in stride(from: bands[band], to: bands[band + 1], by: 2) {
                write(values[place], values[place + 1], to: &bits)
            }
        }
        return bits
    }

    private static func write(_ x: Int, _ y: Int, to bits: inout BitWriter) {
        bits.write(code: AACCodebook.pairs[min(abs(x), 16) * 17 + min(abs(y), 16)])
        for value in [x, y] where value != 0 { bits.write(value < 0 ? 1 : 0, 1) }
        for value in [abs(x), abs(y)] where value >= 16 {
            let width = Int.bitWidth - 1 - value.leadingZeroBitCount
            bits.write(~1, width - 3)
            bits.write(UInt32(value - 1 << width), width)
        }
    }
}
