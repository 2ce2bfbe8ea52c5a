// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "hookswitch-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "hookswitch", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CLuaPlain", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .target(name: "CTwins", dependencies: ["CLuaPlain"]),
        .target(name: "Measuring"),
        .target(name: "BenchCalls", dependencies: [.product(name: "HookswitchParts", package: "hookswitch")]),
        .executableTarget(
            name: "lua-bench",
            dependencies: ["Measuring", "CTwins", .product(name: "HookswitchParts", package: "hookswitch")]),
        .executableTarget(
            name: "durable-bench",
            dependencies: [
                "Measuring", "BenchCalls",
                .product(name: "HookswitchParts", package: "hookswitch"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(
            name: "bench-server",
            dependencies: [
                "BenchCalls",
                .product(name: "HookswitchParts", package: "hookswitch"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
