//! What is sold.

use axum::http::Method;
use shop::catalog::acts::{RetireProduct, SaveCategory, SaveProduct, SaveVariant, SetPrice, SetStock};
use shop::catalog::asks::{CategoryPage, ListCategories, ProductPage, SearchProducts, Suggest};
use shop::catalog::import::{
    ImportAttributes, ImportCategories, ImportProducts, ImportStock, ImportVariants,
};
use shop::offers::acts::{SaveCoupon, SavePromotion};

use crate::op::Ops;

pub(super) fn ops() -> Ops {
    Ops::default()
        .ask::<ListCategories>("/v1/categories")
        .ask::<CategoryPage>("/v1/categories/{slug}")
        .ask::<SearchProducts>("/v1/products")
        .ask::<Suggest>("/v1/products/suggestions")
        .ask::<ProductPage>("/v1/products/{slug}")
        .act::<SaveCategory>(Method::POST, "/v1/catalog/categories")
        .act::<SaveProduct>(Method::POST, "/v1/catalog/products")
        .act::<RetireProduct>(Method::POST, "/v1/catalog/products/{id}/retire")
        .act::<SaveVariant>(Method::POST, "/v1/catalog/products/{product}/variants")
        .act::<SetPrice>(Method::PUT, "/v1/catalog/products/{product}/prices")
        .act::<SetStock>(Method::PUT, "/v1/catalog/variants/{variant}/stock")
        .act::<SavePromotion>(Method::POST, "/v1/catalog/promotions")
        .act::<SaveCoupon>(Method::POST, "/v1/catalog/coupons")
        .act::<ImportAttributes>(Method::POST, "/v1/imports/attributes")
        .act::<ImportCategories>(Method::POST, "/v1/imports/categories")
        .act::<ImportProducts>(Method::POST, "/v1/imports/products")
        .act::<ImportVariants>(Method::POST, "/v1/imports/variants")
        .act::<ImportStock>(Method::POST, "/v1/imports/stock")
}
