import Hummingbird

/// Lets operators in: with their token, or without one when only this machine can ask.
struct AdminGuard: RouterMiddleware {
    typealias Context = BasicRequestContext
    let configuration: CallServerConfiguration

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let token = configuration.adminToken {
            guard request.headers[.authorization] == "Bearer \(token)" else {
                throw EdgeFault(.unauthorized, "send Authorization: Bearer with the admin token")
            }
        } else if !configuration.isLoopback {
            throw EdgeFault(.forbidden, "set an admin token to use this from other machines")
        }
        return try await next(request, context)
    }
}
