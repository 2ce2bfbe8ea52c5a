import CallModel
import Crypto
import NIOCore

/// Turns a request into the bytes of one try: head, signature and body in one buffer. One for each event loop; what
/// changes once a second (dates) or never (the key's state, the hash of nothing) is kept.
struct RequestEncoder {
    private enum Proof {
        case key(HMAC<SHA256>)
        case token(@Sendable () -> String?)
    }

    private let authority: String
    private let proof: Proof
    private var nowDate = DateText()
    private var firstSentDate = DateText()
    private var hash: [UInt8] = []
    private var scratch: [UInt8] = []
    private static let hashOfNothing = Array("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".utf8)

    init(authority: String, credential: ServiceCredential) {
        self.authority = authority
        switch credential {
        case .accessKey(let key): proof = .key(key.keyedCode())
        case .bearer(let token): proof = .token(token)
        }
    }

    /// Writes one try.
    /// - Throws: a fault of the kind `notSent` when there is no token, or when a part would break out of its line.
    mutating func encode(
        _ request: PreparedRequest, _ attempt: SendAttempt, clientRequestID: String, now: Double,
        into buffer: inout ByteBuffer
    ) throws(SendFault) {
        guard Self.fitsOneLine(request.method), Self.fitsOneLine(request.path) else {
            throw SendFault(.notSent, "the method or the path of the request is no HTTP")
        }
        buffer.writeString(request.method)
        buffer.writeStaticString(" ")
        buffer.writeString(request.path)
        buffer.writeStaticString(" HTTP/1.1\r\nHost: ")
        buffer.writeString(authority)
        buffer.writeStaticString("\r\nUser-Agent: hookswitch/0.1\r\nAccept: application/json\r\n")
        try writeProof(request, now, &buffer)
        buffer.writeStaticString("x-ms-client-request-id: ")
        buffer.writeString(clientRequestID)
        if request.takesRepeatability, let id = attempt.repeatabilityID {
            guard Self.fitsOneLine(id) else { throw SendFault(.notSent, "the repeatability id is no UUID") }
            buffer.writeStaticString("\r\nRepeatability-Request-ID: ")
            buffer.writeString(id)
            buffer.writeStaticString("\r\nRepeatability-First-Sent: ")
            buffer.writeString(firstSentDate.text(attempt.firstSent))
        }
        if !request.body.isEmpty { buffer.writeStaticString("\r\nContent-Type: application/json") }
        if !request.body.isEmpty || request.method != "GET" {
            buffer.writeStaticString("\r\nContent-Length: ")
            buffer.writeString(String(request.body.count))
        }
        buffer.writeStaticString("\r\n\r\n")
        buffer.writeBytes(request.body)
    }

    private mutating func writeProof(
        _ request: PreparedRequest, _ now: Double, _ buffer: inout ByteBuffer
    ) throws(SendFault) {
        switch proof {
        case .token(let token):
            guard let text = token() else { throw SendFault(.notSent, "there is no bearer token at hand") }
            guard Self.fitsOneLine(text) else { throw SendFault(.notSent, "the bearer token is no token") }
            buffer.writeStaticString("Authorization: Bearer ")
            buffer.writeString(text)
            buffer.writeStaticString("\r\n")
        case .key(let keyed):
            let date = nowDate.text(now)
            hash.removeAll(keepingCapacity: true)
            if request.body.isEmpty {
                hash.append(contentsOf: Self.hashOfNothing)
            } else {
                SHA256.hash(data: request.body).withUnsafeBytes { Base64.append($0, to: &hash) }
            }
            buffer.writeStaticString("x-ms-date: ")
            buffer.writeString(date)
            buffer.writeStaticString("\r\nx-ms-content-sha256: ")
            buffer.writeBytes(hash)
            buffer.writeStaticString(
                "\r\nAuthorization: HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=")
            scratch.removeAll(keepingCapacity: true)
            scratch.append(contentsOf: request.method.utf8)
            scratch.append(0x0A)
            scratch.append(contentsOf: request.path.utf8)
            scratch.append(0x0A)
            scratch.append(contentsOf: date.utf8)
            scratch.append(0x3B)
            scratch.append(contentsOf: authority.utf8)
            scratch.append(0x3B)
            scratch.append(contentsOf: hash)
            var code = keyed
            scratch.withUnsafeBytes { code.update(data: $0) }
            scratch.removeAll(keepingCapacity: true)
            code.finalize().withUnsafeBytes { Base64.append($0, to: &scratch) }
            buffer.writeBytes(scratch)
            buffer.writeStaticString("\r\n")
        }
    }

    private static func fitsOneLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}

/// The text of the second that was asked for last.
private struct DateText {
    private var second = Double.nan
    private var known = ""

    mutating func text(_ seconds: Double) -> String {
        let wanted = seconds.rounded(.down)
        if wanted != second {
            second = wanted
            known = HTTPDate.format(wanted)
        }
        return known
    }
}
