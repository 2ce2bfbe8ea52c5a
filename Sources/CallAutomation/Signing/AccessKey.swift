import Crypto
import Foundation

/// The shared secret of a resource, and the signatures made with it (protocol reference, 2.1).
public struct AccessKey: Sendable {
    private let key: SymmetricKey

    /// Why a text is no access key.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        /// A sentence for a person; never shows the key.
        public let description: String
    }

    /// Decodes the key as the portal shows it.
    public init(base64 text: String) throws(Fault) {
        guard let data = Data(base64Encoded: text), !data.isEmpty else {
            throw Fault(description: "the access key is not Base64; copy it whole, with the = signs at its end")
        }
        key = SymmetricKey(data: data)
    }

    /// The code's state after the key, to be copied for each signature: half of the work of a short text.
    func keyedCode() -> HMAC<SHA256> { HMAC(key: key) }

    /// Base64 of the SHA-256 of a body.
    public static func contentHash(_ body: [UInt8]) -> String {
        Data(SHA256.hash(data: body)).base64EncodedString()
    }

    /// The text that is signed.
    public static func stringToSign(
        method: String, pathAndQuery: String, date: String, host: String, contentHash: String
    ) -> String {
        "\(method)\n\(pathAndQuery)\n\(date);\(host);\(contentHash)"
    }

    /// Base64 of the HMAC-SHA256 of `text`.
    public func signature(of text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
        return Data(code).base64EncodedString()
    }

    /// Whether `signature` is that of `text`, compared in constant time.
    public func isValid(_ signature: String, of text: String) -> Bool {
        guard let given = Data(base64Encoded: signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: Array(text.utf8), using: key)
    }
}
