/// The path and query of a request, with every part that is not ours percent-encoded strictly, as the official clients
/// do: the signature covers these bytes.
enum RequestPath {
    /// `/calling/callConnections` + `suffix` (such as `:answer`).
    static func calls(_ suffix: String, apiVersion: String) -> String {
        "/calling/callConnections\(suffix)?api-version=\(encoded(apiVersion))"
    }

    /// `/calling/callConnections/{id}` + `suffix` (such as `:play`, or nothing).
    static func call(_ callConnectionID: String, _ suffix: String, apiVersion: String) -> String {
        "\(call(callConnectionID, suffix))?api-version=\(encoded(apiVersion))"
    }

    /// The same without a query.
    static func call(_ callConnectionID: String, _ suffix: String) -> String {
        "/calling/callConnections/\(encoded(callConnectionID))\(suffix)"
    }

    /// `/calling/recordings`.
    static func recordings(apiVersion: String) -> String {
        "/calling/recordings?api-version=\(encoded(apiVersion))"
    }

    /// `/calling/recordings/{id}` + `suffix` (such as `:pause`, or nothing).
    static func recording(_ recordingID: String, _ suffix: String, apiVersion: String) -> String {
        "/calling/recordings/\(encoded(recordingID))\(suffix)?api-version=\(encoded(apiVersion))"
    }

    /// Everything but letters, digits and `-._~` as `%XX` of its UTF-8 bytes.
    static func encoded(_ text: String) -> String {
        if text.utf8.allSatisfy(isUnreserved) { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes.append(0x25)
                bytes.append(hexDigit(byte >> 4))
                bytes.append(hexDigit(byte & 15))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }
}
