import Foundation

/// Encodes sound as frames of MPEG-2 Layer III (ISO/IEC 13818-3): one channel at 16 kHz, long blocks, one step of
/// quantization for all bands, and no model of hearing.
struct LayerIII: Sendable {
    private let filters = FilterBank()
    /// Bits of a frame besides its header (4 bytes) and side information (9 bytes).
    private static let mainBits = (MP3File.frameSize - 13) * 8

    /// Version 2, layer III, no checksum; 64 kbit/s, 16 kHz; one channel.
    private static let header: [UInt8] = [0xFF, 0xF3, 0x88, 0xC0]

    /// A frame of a mix, whose sound a decoder gives at `number * 576`.
    func frame(of mix: Mix, _ number: Int) -> [UInt8] {
        // What the filters need lies about the frame: their delay is made up for here, not left to the decoder.
        let start = number * MP3File.frameLength + 1
        let samples = mix.mono(start..<start + FilterBank.inputLength)
        guard samples.contains(where: { $0 != 0 }) else { return Self.frame([], step: 210) }
        let lines = filters.lines(samples.map { Float($0) / 32_768 })
        let powers = lines.map { pow(abs($0), 0.75) }
        let step = Quantizer.smallestStep(in: 0...255) { step in
            LineCode(Self.quantized(powers, step)).map { $0.bits <= Self.mainBits } ?? false
        }
        var values = Self.quantized(powers, step)
        for (line, value) in lines.enumerated() where value < 0 { values[line] = -values[line] }
        return Self.frame(values, step: step)
    }

    /// Lines as whole numbers: the decoder makes `value^(4/3) * 2^((step - 210) / 4)` of them.
    private static func quantized(_ powers: [Float], _ step: Int) -> [Int] {
        Quantizer.values(powers, factor: Float(exp2(-0.1875 * Double(step - 210))), limit: LineCode.limit)
    }

    private static func frame(_ values: [Int], step: Int) -> [UInt8] {
        var bits = BitWriter()
        for byte in header { bits.write(UInt32(byte), 8) }
        let code = LineCode(values.map(abs)) ?? LineCode.silence
        bits.write(0, 9)  // main data begins here; private bit
        bits.write(UInt32(code.bits), 12)
        bits.write(UInt32(code.pairs / 2), 9)
        bits.write(UInt32(step), 8)
        bits.write(0, 10)  // no scale factors; a normal window
        for table in code.tables { bits.write(UInt32(table), 5) }
        bits.write(UInt32(code.regions.0 - 1), 4)
        bits.write(UInt32(code.regions.1 - 1), 3)
        bits.write(0, 1)
        bits.write(code.hasFixedQuadruples ? 1 : 0, 1)
        code.write(values, to: &bits)
        bits.align()
        return bits.bytes + [UInt8](repeating: 0, count: max(0, MP3File.frameSize - bits.bytes.count))
    }
}
