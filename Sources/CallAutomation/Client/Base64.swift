/// Base64 of the few bytes of a hash, without the detour over Foundation.
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the Base64 form of `bytes`, padded.
    static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        letters.withUnsafeBufferPointer { letters in
            var index = 0
            while index < bytes.count {
                let left = bytes.count - index
                let second = left > 1 ? bytes[index + 1] : 0
                let third = left > 2 ? bytes[index + 2] : 0
                text.append(letters[Int(bytes[index] >> 2)])
                text.append(letters[Int((bytes[index] & 3) << 4 | second >> 4)])
                text.append(left > 1 ? letters[Int((second & 15) << 2 | third >> 6)] : 0x3D)
                text.append(left > 2 ? letters[Int(third & 63)] : 0x3D)
                index += 3
            }
        }
    }
}
