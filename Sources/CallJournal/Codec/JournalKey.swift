import Crypto
import Foundation

/// The key that a store's contents are sealed with (AES-GCM, 256 bits).
public struct JournalKey: Sendable {
    let key: SymmetricKey

    /// Why a text is no key.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        /// What is wrong and what to do; a sentence. The key is never repeated in it.
        public let description: String
    }

    /// A key of 32 bytes.
    public init(bytes: [UInt8]) throws(Fault) {
        guard bytes.count == 32 else {
            throw Fault(description: "a journal key has 32 bytes, and this one has \(bytes.count)")
        }
        key = SymmetricKey(data: bytes)
    }

    /// A key written as 64 hexadecimal digits or in base64.
    public init(text: String) throws(Fault) {
        let word = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if word.utf8.count == 64, let bytes = Self.hex(word) {
            try self.init(bytes: bytes)
        } else if let data = Data(base64Encoded: word), !data.isEmpty {
            try self.init(bytes: Array(data))
        } else {
            throw Fault(
                description: "the journal key is neither 64 hexadecimal digits nor base64; "
                    + "`openssl rand -hex 32` writes a good one")
        }
    }

    /// A key from a file: its text, or 32 bytes as they are.
    public init(file path: String) throws(Fault) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(description: "the journal key's file \(path) cannot be read")
        }
        if data.count == 32 {
            try self.init(bytes: Array(data))
        } else if let text = String(validating: data, as: UTF8.self) {
            try self.init(text: text)
        } else {
            throw Fault(description: "the journal key's file \(path) holds neither 32 bytes nor a key as text")
        }
    }

    /// What tells this key from others without telling it.
    var check: [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("hookswitch journal key".utf8), using: key).prefix(16))
    }

    private static func hex(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for unit in text.utf8 {
            let digit: UInt8
            switch unit {
            case 0x30...0x39: digit = unit - 0x30
            case 0x41...0x46: digit = unit - 0x37
            case 0x61...0x66: digit = unit - 0x57
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return bytes
    }
}
