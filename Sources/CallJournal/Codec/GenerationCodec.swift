/// The sources of a generation as bytes, the format first.
enum GenerationCodec {
    /// The first byte; see `RecordCodec.format`.
    static let format: UInt8 = 1

    static func encode(_ generation: StoredGeneration) -> [UInt8] {
        var writer = ByteWriter(capacity: 4_096)
        writer.byte(format)
        for files in [generation.files, generation.stdlib] {
            writer.list(files.sorted { $0.key < $1.key }) { writer, file in
                writer.text(file.key)
                writer.raw(file.value)
            }
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(CodecFault) -> (files: [String: [UInt8]], stdlib: [String: [UInt8]]) {
        var reader = ByteReader(bytes)
        let format = try reader.byte()
        guard format == Self.format else { throw CodecFault("a generation of format \(format) is not known here") }
        let found = (files: try files(&reader), stdlib: try files(&reader))
        try reader.end()
        return found
    }

    private static func files(_ reader: inout ByteReader) throws(CodecFault) -> [String: [UInt8]] {
        let files = try reader.list { reader throws(CodecFault) in (try reader.text(), try reader.raw()) }
        return Dictionary(files) { _, last in last }
    }
}
