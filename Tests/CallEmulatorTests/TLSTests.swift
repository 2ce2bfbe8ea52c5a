import AsyncHTTPClient
import CallAutomation
import CallModel
import NIOSSL
import Testing

@testable import CallEmulator

@Suite struct TLSTests {
    @Test func aClientThatTrustsTheCertificateGetsAnAnswer() async throws {
        var configuration = EmulatorConfiguration()
        configuration.certificate = try EmulatorCertificate.make(for: "127.0.0.1")
        let pem = try #require(configuration.certificate?.pem)
        let emulator = try CallEmulator(configuration: configuration)
        let address = try await emulator.start()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
        func client(_ tls: TLSConfiguration) -> HTTPClient {
            var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
            configuration.connectionPool.retryConnectionEstablishment = false
            return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }
        let (friend, stranger) = (client(tls), client(.makeClientConfiguration()))
        let words = await emulator.connectionString
        #expect(words?.hasPrefix("endpoint=https://127.0.0.1:") == true)
        let request = HTTPClientRequest(url: address.url + "/emulator/v1/calls")
        let status = try? await friend.execute(request, timeout: .seconds(20)).status.code
        let refused = try? await stranger.execute(request, timeout: .seconds(20)).status.code
        try await friend.shutdown()
        try await stranger.shutdown()
        await emulator.stop()
        #expect(status == 200 && refused == nil)
    }

    @Test(arguments: ["localhost", "0.0.0.0", "::1", "emulator.internal", "no name\nat = all"])
    func aCertificateIsMadeForEveryHost(host: String) throws {
        #expect(try EmulatorCertificate.make(for: host).pem.hasPrefix("-----BEGIN CERTIFICATE-----"))
    }
}
