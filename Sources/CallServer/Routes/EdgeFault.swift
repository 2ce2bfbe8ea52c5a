import CallModel
import CallRuntime
import Hummingbird

/// What an operator's request is refused with: a status and a sentence.
struct EdgeFault: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    let message: String

    init(_ status: HTTPResponse.Status, _ message: String) {
        self.status = status
        self.message = message
    }

    init(_ outcome: DeliveryOutcome) {
        switch outcome {
        case .unknownSession: self.init(.notFound, "there is no such open session")
        case .invalid(let reason): self.init(.badRequest, reason)
        case .failed(let reason): self.init(.unprocessableContent, reason)
        case .busy(let reason): self.init(.serviceUnavailable, reason)
        case .wrongToken: self.init(.forbidden, "wrong token")
        case .accepted, .duplicate, .unclaimed, .stale: self.init(.ok, "")
        }
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONResponse(["error": ["message": .string(message)]], status: status)
            .response(from: request, context: context)
    }
}

/// A JSON body with a status.
struct JSONResponse: ResponseGenerator {
    let value: JSONValue
    let status: HTTPResponse.Status

    init(_ value: JSONValue, status: HTTPResponse.Status = .ok) {
        self.value = value
        self.status = status
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: value.encoded)))
    }

    /// The body of a request; nothing at all counts as an empty object.
    static func body(of request: Request) async throws -> JSONValue {
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: 1 << 20)
        } catch {
            throw EdgeFault(.contentTooLarge, "a request has at most 1 MiB")
        }
        if buffer.readableBytes == 0 { return [:] }
        do throws(JSONError) {
            return try JSONValue(parsing: Array(buffer.readableBytesView))
        } catch {
            throw EdgeFault(.badRequest, "the body is \(error)")
        }
    }
}
