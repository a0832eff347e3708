//! Stories in the shop's pages: browsers with cookies against the whole service.

mod agents_door;
mod api;
mod assisting;
mod own_data;
mod shop_with_pages;
mod storefront;
