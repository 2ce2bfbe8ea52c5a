/// Boxes of the ISO base media file format: a size, four letters, and what is in them.
enum MP4Boxes {
    static func box(_ name: String, _ write: (inout [UInt8]) -> Void) -> [UInt8] {
        var body: [UInt8] = []
        write(&body)
        var box: [UInt8] = []
        box.big(UInt32(clamping: body.count + 8))
        box.text(name)
        return box + body
    }

    /// A box with a version, which is 0, and flags.
    static func full(_ name: String, flags: UInt32 = 0, _ write: (inout [UInt8]) -> Void) -> [UInt8] {
        box(name) { body in
            body.big(flags)
            write(&body)
        }
    }

    /// A box with a version and numbers of four bytes.
    static func numbers(_ name: String, _ numbers: [Int]) -> [UInt8] {
        full(name) { body in for number in numbers { body.big(UInt32(clamping: number)) } }
    }

    /// Nothing turned, nothing enlarged.
    static let matrix: [UInt8] = {
        var matrix: [UInt8] = []
        for value in [0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000] as [UInt32] { matrix.big(value) }
        return matrix
    }()

    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
